using Nabla.Algorithms.Geometry.Polygons;

namespace Nabla.Algorithms.Geometry.Clipping;

/// <summary>Puts clockwise rings as holes into the smallest counter-clockwise ring around them.</summary>
internal static class RegionBuilder
{
    /// <summary>The region with these outlines; they may touch at points but not cross.</summary>
    public static Region Build(List<Point2[]> rings)
    {
        var shells = new List<(Point2[] Ring, Box Bounds, double Area, List<Point2[]> Holes)>();
        var holes = new List<Point2[]>();
        foreach (Point2[] ring in rings)
        {
            if (Polygon.Winding(ring) > 0)
                shells.Add((ring, Box.Around(ring), Polygon.Area(ring), []));
            else
                holes.Add(ring);
        }

        foreach (Point2[] hole in holes)
        {
            Box bounds = Box.Around(hole);
            List<Point2[]>? owner = null;
            double least = double.PositiveInfinity;
            foreach ((Point2[] ring, Box box, double area, List<Point2[]> list) in shells)
                if (area < least && box.Contains(bounds.Min) && box.Contains(bounds.Max) && IsInside(hole, ring))
                    (least, owner) = (area, list);
            owner?.Add(hole);
        }

        return new Region([.. shells.Select(s => new RegionPart(s.Ring, s.Holes))]);
    }

    /// <summary>Whether the ring lies inside the shell; vertices on the shell's outline do not tell.</summary>
    private static bool IsInside(Point2[] ring, Point2[] shell)
    {
        foreach (Point2 p in ring)
        {
            Location where = Polygon.Locate(shell, p);
            if (where != Location.Boundary)
                return where == Location.Inside;
        }

        // Every vertex touches the shell: the middle of an edge does not.
        for (int i = 0; i < ring.Length; i++)
        {
            Location where = Polygon.Locate(shell, ring[i].Midpoint(ring[Polygon.Next(i, ring.Length)]));
            if (where != Location.Boundary)
                return where == Location.Inside;
        }

        return false;
    }
}
