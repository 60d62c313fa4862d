#!/usr/bin/env python3
"""Records what shapely (GEOS) and scipy.spatial (Qhull) say about reproducible random and degenerate inputs.

Run with Debian's python3-shapely and python3-scipy:  python3 make_geometry.py > geometry.csv
The generator below is mirrored by tests/Nabla.Algorithms.Tests/Geometry/Inputs.cs.
Each line: suite,kind,seed,count,result...
"""
import math
import sys

import numpy as np
from scipy import spatial
from shapely.geometry import LineString, MultiPoint, Point, Polygon

MASK = (1 << 64) - 1
CIRCLE = [(float(x), float(y)) for x in range(-65, 66) for y in range(-65, 66) if x * x + y * y == 4225]


class Inputs:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def int(self, count):
        return self.next() % count

    def unit(self):
        return (self.next() >> 11) * 2.0 ** -53 * 2 - 1

    def point(self, kind):
        if kind == 1:
            x = self.int(8) - 4
            return float(x), float(self.int(8) - 4)
        if kind == 2:
            x = self.int(100)
            return float(x), 3.0 * x + 1
        if kind == 5:
            return CIRCLE[self.int(len(CIRCLE))]
        x = self.unit()
        y = self.unit()
        s = {3: 2.0 ** 330, 4: 2.0 ** -330, 6: 2.0 ** -20}.get(kind, 1.0)
        return (x * s + 1000, y * s + 1000) if kind == 6 else (x * s, y * s)

    def points(self, kind, count):
        return [self.point(kind) for _ in range(count)]

    def star(self, count):
        return sorted(self.points(0, count), key=lambda p: math.atan2(p[1], p[0]))

    def columns(self, count):
        dx, dy = self.int(3), self.int(3)
        top = []
        for i in range(count):
            h = 1 + self.int(5)
            top += [(float(dx + i), float(dy + h)), (float(dx + i + 1), float(dy + h))]
        return [(float(dx), float(dy)), (float(dx + count), float(dy))] + top[::-1]


def emit(suite, kind, seed, count, *values):
    print(",".join([suite, str(kind), str(seed), str(count)] + [repr(float(v)) if isinstance(v, (float, np.floating)) else str(v) for v in values]))


def hulls():
    for kind in (0, 1, 2, 3, 4, 5, 6):
        for seed in range(300):
            n = 3 + seed % 40
            points = Inputs(1000 + seed).points(kind, n)
            scale = {3: 2.0 ** -330, 4: 2.0 ** 330}.get(kind, 1.0)  # a power of two: Qhull works near 1, the answer scales
            a = np.array(points) * scale
            try:
                hull = spatial.ConvexHull(a)
                count, perimeter, area = len(hull.vertices), hull.area, hull.volume
            except spatial.QhullError:
                count, perimeter, area = 0, MultiPoint([tuple(p) for p in a]).convex_hull.length * 2, 0.0
            box = MultiPoint([tuple(p) for p in a]).minimum_rotated_rectangle.area if kind != 2 and count else 0.0
            emit("hull", kind, 1000 + seed, n, count, area, perimeter, box)


def segments():
    for kind in (0, 1, 2, 6):
        for seed in range(1050):
            g = Inputs(2000 + seed)
            a, b, c, d = g.points(kind, 4)
            s = Point(a) if a == b else LineString([a, b])
            t = Point(c) if c == d else LineString([c, d])
            common = s.intersection(t)
            meets = s.intersects(t)
            name = "None" if not meets else "Overlap" if common.length > 0 else "Point"
            emit("segments", kind, 2000 + seed, 4, name, s.distance(t), common.length if meets else 0.0)


def polygons():
    for seed in range(700):
        g = Inputs(3000 + seed)
        ring = g.star(4 + seed % 20) if seed % 2 == 0 else g.columns(1 + seed % 8)
        p = Polygon(ring)
        if not p.is_valid:
            continue
        inside = 0
        for i in range(8):
            q = Point(g.point(0) if seed % 2 == 0 else g.point(1))
            inside = inside * 3 + (2 if p.contains(q) else 1 if p.touches(q) else 0)
        emit("polygon", seed % 2, 3000 + seed, len(ring), p.area, p.length, p.centroid.x, p.centroid.y, inside)


def booleans():
    for seed in range(900):
        g = Inputs(4000 + seed)
        if seed % 3 == 0:
            a, b = g.star(5 + seed % 25), g.star(5 + seed % 20)
        else:
            a, b = g.columns(1 + seed % 7), g.columns(1 + seed % 6)
        p, q = Polygon(a), Polygon(b)
        if not (p.is_valid and q.is_valid):
            continue
        u, i, d, x = p.union(q), p.intersection(q), p.difference(q), p.symmetric_difference(q)
        emit("boolean", 0 if seed % 3 == 0 else 1, 4000 + seed, 0, u.area, i.area, d.area, x.area, u.length, p.distance(q))


def delaunays():
    for kind in (0, 6):
        for seed in range(150):
            n = 4 + seed
            points = np.array(Inputs(5000 + seed).points(kind, n))
            mesh = spatial.Delaunay(points - 1000 if kind == 6 else points)  # exact: all lie within a factor 2 of 1000
            edges = {tuple(sorted((int(t[i]), int(t[i - 1])))) for t in mesh.simplices for i in range(3)}
            total = sum(math.dist(points[i], points[j]) for i, j in sorted(edges))
            emit("delaunay", kind, 5000 + seed, n, len(mesh.simplices), len(edges), total)


def voronois():
    for seed in range(100):
        n = 10 + seed
        v = spatial.Voronoi(np.array(Inputs(6000 + seed).points(0, n)))
        bounded = [(i, v.regions[r]) for i, r in enumerate(v.point_region) if v.regions[r] and -1 not in v.regions[r]]
        cells = [(i, v.vertices[r]) for i, r in bounded if np.abs(v.vertices[r]).max() < 100]
        area = sum(MultiPoint([tuple(p) for p in r]).convex_hull.area for _, r in cells)
        emit("voronoi", 0, 6000 + seed, n, len(cells), area)


def neighbours():
    for kind in (0, 1, 2, 5, 6):
        for seed in range(200):
            n = 5 + seed
            g = Inputs(7000 + seed)
            points = np.array(g.points(kind, n))
            tree = spatial.cKDTree(points)
            query = g.point(kind)
            distances, _ = tree.query(query, k=5)
            pair = min(spatial.distance.pdist(points))
            radius = float(distances[3]) * 1.5001  # off the grid: no point lies exactly on the rim
            emit("neighbours", kind, 7000 + seed, n, *[float(d) for d in distances], pair, len(tree.query_ball_point(query, radius)))


def solids():
    for seed in range(300):
        g = Inputs(8000 + seed)
        n = 8 + seed % 60
        if seed % 2 == 0:
            points = [(g.unit(), g.unit(), g.unit()) for _ in range(n)]
        else:
            points = [(float(g.int(4)), float(g.int(4)), float(g.int(4))) for _ in range(n)]
        hull = spatial.ConvexHull(np.array(points))
        emit("solid", seed % 2, 8000 + seed, n, hull.volume, hull.area, len(hull.vertices) if seed % 2 == 0 else -1)


def simplified():
    for seed in range(600):
        g = Inputs(9000 + seed)
        n = 3 + seed % 100
        line = [(0.1 * i, g.unit()) for i in range(n)]
        tolerance = 0.05 * (1 + seed % 20)
        emit("simplify", 0, 9000 + seed, n, tolerance, len(LineString(line).simplify(tolerance, preserve_topology=False).coords))


def rotated():
    def box(g, kind):
        if kind == 0:
            return 2 * g.unit(), 2 * g.unit(), 0.1 + abs(g.unit()) * 3, 0.1 + abs(g.unit()) * 3, g.unit() * math.pi
        return float(g.int(4)), float(g.int(4)), 1.0 + g.int(3), 1.0 + g.int(3), g.int(8) * (math.pi / 4)

    def outline(x, y, width, height, angle):
        c, s = math.cos(angle), math.sin(angle)
        return Polygon([(x + c * u - s * v, y + s * u + c * v) for u, v in
                        ((-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2))])

    for kind in (0, 1):
        for seed in range(400):
            g = Inputs(10000 + seed)
            a, b = outline(*box(g, kind)), outline(*box(g, kind))
            emit("rotated", kind, 10000 + seed, 2, a.intersection(b).area, a.intersection(b).area / a.union(b).area)


if __name__ == "__main__":
    for suite in (hulls, segments, polygons, booleans, delaunays, voronois, neighbours, solids, simplified, rotated):
        suite()
        print(suite.__name__, file=sys.stderr)
