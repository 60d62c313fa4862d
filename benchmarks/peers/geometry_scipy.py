#!/usr/bin/python3
"""scipy.spatial (Qhull, cKDTree) and shapely (GEOS) as a peer of `nabla bench algorithms`.

Reads "WORK N FILE" lines, FILE holding n float64 pairs; answers "PEER milliseconds" lines (medians) and "end".
"""
import statistics
import sys
import time

import numpy as np
from scipy import spatial


def measure(peer, work):
    times = []
    total = time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - total < 0.3 and len(times) < 300):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(peer, statistics.median(times) * 1e3)


def union(points):
    from shapely.geometry import Polygon

    star = points[np.argsort(np.arctan2(points[:, 1] - 0.5, points[:, 0] - 0.5))]
    a, b = Polygon(star), Polygon(np.column_stack([1 - star[:, 1], star[:, 0]]))
    measure("shapely", lambda: a.union(b))


for line in sys.stdin:
    work, n, file = line.split()
    if work in ("hull", "delaunay", "closest-pair", "kd-build", "kd-query8", "union"):
        points = np.fromfile(file).reshape(-1, 2)
        if work == "hull":
            measure("Qhull", lambda: spatial.ConvexHull(points))
        elif work == "delaunay":
            measure("Qhull", lambda: spatial.Delaunay(points))
        elif work == "closest-pair":
            measure("scipy-kd", lambda: spatial.cKDTree(points).query(points, k=2)[0][:, 1].min())
        elif work == "kd-build":
            measure("scipy", lambda: spatial.cKDTree(points))
        elif work == "kd-query8":
            measure("scipy", lambda: spatial.cKDTree(points).query(points, k=8))
        elif work == "union":
            union(points)
    print("end", flush=True)
