#!/usr/bin/env python3
"""Times scipy.spatial (Qhull, cKDTree) and shapely (GEOS) on the points in a file of float64 pairs: "name n milliseconds"."""
import sys
import time

import numpy as np
from scipy import spatial


def best(name, n, work):
    times = []
    total = time.perf_counter()
    while len(times) < 3 or (time.perf_counter() - total < 0.6 and len(times) < 200):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(name, n, min(times) * 1e3)


points = np.fromfile(sys.argv[1]).reshape(-1, 2)
n = len(points)
tree = spatial.cKDTree(points)
best("hull", n, lambda: spatial.ConvexHull(points))
best("delaunay", n, lambda: spatial.Delaunay(points))
best("kd-build", n, lambda: spatial.cKDTree(points))
best("kd-query8", n, lambda: tree.query(points, k=8))
best("closest-pair", n, lambda: spatial.cKDTree(points).query(points, k=2)[0][:, 1].min())
if n <= 10_000:
    from shapely.geometry import Polygon

    star = points[np.argsort(np.arctan2(points[:, 1] - 0.5, points[:, 0] - 0.5))]
    a, b = Polygon(star), Polygon(np.column_stack([1 - star[:, 1], star[:, 0]]))
    best("union", n, lambda: a.union(b))
