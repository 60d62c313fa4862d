namespace Nabla.Algorithms.Geometry.Polygons;

/// <summary>One connected piece of a region: a counter-clockwise shell and the clockwise holes in it.</summary>
/// <param name="Shell">Outline of the piece.</param>
/// <param name="Holes">Outlines of its holes.</param>
[Export("algorithms.geometry.polygons.RegionPart")]
public sealed record RegionPart(Point2[] Shell, IReadOnlyList<Point2[]> Holes);

/// <summary>Any bounded region with straight borders: several pieces, with holes. The result of boolean operations.</summary>
/// <param name="parts">The pieces; their interiors do not meet.</param>
[Export("algorithms.geometry.polygons.Region")]
public sealed class Region(IReadOnlyList<RegionPart> parts)
{
    /// <summary>The region without points.</summary>
    [Export("algorithms.geometry.polygons.region.empty")]
    public static Region Empty { get; } = new([]);

    /// <summary>The pieces.</summary>
    public IReadOnlyList<RegionPart> Parts => parts;

    /// <summary>Whether there are no pieces.</summary>
    public bool IsEmpty => parts.Count == 0;

    /// <summary>All outlines: shells counter-clockwise, holes clockwise.</summary>
    public IReadOnlyList<Point2[]> Rings { get; } = [.. parts.SelectMany(part => (Point2[][])[part.Shell, .. part.Holes])];

    /// <summary>Area of the shells minus that of the holes.</summary>
    public double Area => Rings.Sum(ring => Polygon.SignedArea(ring));

    /// <summary>Length of all outlines.</summary>
    public double Perimeter => Rings.Sum(ring => Polygon.Perimeter(ring));

    /// <summary>Where a point lies. Exact, O(n).</summary>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public Location Locate(Point2 point)
    {
        int winding = 0;
        foreach (Point2[] ring in Rings)
        {
            if (Polygon.Locate(ring, point) == Location.Boundary)
                return Location.Boundary;
            winding += Polygon.WindingNumber(ring, point);
        }

        return winding != 0 ? Location.Inside : Location.Outside;
    }
}
