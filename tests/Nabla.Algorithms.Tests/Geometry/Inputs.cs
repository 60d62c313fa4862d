using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Boxes;

namespace Nabla.Algorithms.Tests.Geometry;

/// <summary>The reproducible inputs shared with tests/golden/geometry/make_geometry.py (SplitMix64, no trigonometry).</summary>
internal sealed class Inputs(ulong seed)
{
    public const int Kinds = 7;

    private static readonly Point2[] LatticeCircle =
        [.. from x in Enumerable.Range(-65, 131) from y in Enumerable.Range(-65, 131) where (x * x) + (y * y) == 4225 select new Point2(x, y)];

    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public int Int(int count) => (int)(Next() % (ulong)count);

    /// <summary>Uniform in [-1, 1).</summary>
    public double Unit() => ((Next() >> 11) * 1.1102230246251565e-16 * 2) - 1;

    /// <summary>0 uniform, 1 small grid, 2 collinear, 3 huge, 4 tiny, 5 cocircular, 6 far away and close together.</summary>
    public Point2 Point(int kind)
    {
        double x, y;
        switch (kind)
        {
            case 1:
                x = Int(8) - 4;
                y = Int(8) - 4;
                return new(x, y);
            case 2:
                x = Int(100);
                return new(x, (3 * x) + 1);
            case 5:
                return LatticeCircle[Int(LatticeCircle.Length)];
            default:
                x = Unit();
                y = Unit();
                double scale = kind switch { 3 => Math.ScaleB(1, 330), 4 => Math.ScaleB(1, -330), 6 => Math.ScaleB(1, -20), _ => 1 };
                return kind == 6 ? new((x * scale) + 1000, (y * scale) + 1000) : new(x * scale, y * scale);
        }
    }

    /// <summary>0 anything, 1 on a grid with angles of eighths of a turn: many touch, coincide or share sides.</summary>
    public RotatedBox RotatedBox(int kind) => kind == 0
        ? new(2 * Unit(), 2 * Unit(), 0.1 + (Math.Abs(Unit()) * 3), 0.1 + (Math.Abs(Unit()) * 3), Unit() * Math.PI)
        : new(Int(4), Int(4), 1.0 + Int(3), 1.0 + Int(3), Int(8) * (Math.PI / 4));

    public Point2[] Points(int kind, int count)
    {
        var points = new Point2[count];
        for (int i = 0; i < count; i++)
            points[i] = Point(kind);
        return points;
    }

    public Segment[] Segments(int kind, int count)
    {
        var segments = new Segment[count];
        for (int i = 0; i < count; i++)
        {
            Point2 a = Point(kind);
            segments[i] = new(a, Point(kind));
        }

        return segments;
    }

    /// <summary>A simple polygon, star-shaped from the origin.</summary>
    public Point2[] Star(int count) => [.. Points(0, count).OrderBy(p => Math.Atan2(p.Y, p.X))];

    /// <summary>A simple polygon of integer columns: many vertical, horizontal and collinear edges.</summary>
    public Point2[] Columns(int count)
    {
        int dx = Int(3), dy = Int(3);
        var top = new List<Point2>();
        for (int i = 0; i < count; i++)
        {
            int height = 1 + Int(5);
            top.Add(new(dx + i, dy + height));
            top.Add(new(dx + i + 1, dy + height));
        }

        top.Reverse();
        return [new(dx, dy), new(dx + count, dy), .. top];
    }
}
