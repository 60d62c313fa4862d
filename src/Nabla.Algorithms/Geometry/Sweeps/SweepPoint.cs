using System.Numerics;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Geometry.Sweeps;

/// <summary>
/// A point of the sweep: an input point, or the crossing of two segments known exactly as a quotient of integers and
/// approximately as doubles with error bounds.
/// </summary>
internal sealed class SweepPoint
{
    private readonly ExactSegments _segments;
    private bool _isExact;
    private BigInteger _x, _y, _w;

    /// <summary>An input point.</summary>
    public SweepPoint(ExactSegments segments, Point2 point)
    {
        _segments = segments;
        Approximate = point;
    }

    /// <summary>The proper crossing of two segments.</summary>
    public SweepPoint(ExactSegments segments, int first, int second)
    {
        _segments = segments;
        (First, Second) = first < second ? (first, second) : (second, first);
        Segment s = segments[First], t = segments[Second];
        Vec2 d = s.Direction, e = t.Direction, gap = t.A - s.A;
        double cross = d.Cross(e), numerator = gap.Cross(e), along = numerator / cross;
        double crossError = 8 * Unit * (Math.Abs(d.X * e.Y) + Math.Abs(d.Y * e.X));
        double numeratorError = 8 * Unit * (Math.Abs(gap.X * e.Y) + Math.Abs(gap.Y * e.X));
        double error = (numeratorError + (Math.Abs(along) * crossError)) / (Math.Abs(cross) - crossError);
        bool trusted = Math.Abs(cross) > 4 * crossError && crossError > 1e-280 && numeratorError > 1e-280 && double.IsFinite(error);
        if (trusted)
        {
            Approximate = s.At(along);
            ErrorX = (2 * error * Math.Abs(d.X)) + (8 * Unit * (Math.Abs(s.A.X) + Math.Abs(d.X)));
            ErrorY = (2 * error * Math.Abs(d.Y)) + (8 * Unit * (Math.Abs(s.A.Y) + Math.Abs(d.Y)));
        }
        else
        {
            Approximate = s.Midpoint;
            ErrorX = ErrorY = double.PositiveInfinity;
        }
    }

    private const double Unit = 1.1102230246251565e-16;

    /// <summary>The point in doubles; exact for input points.</summary>
    public Point2 Approximate { get; }

    /// <summary>Bound on the error of the approximate x; 0 for input points.</summary>
    public double ErrorX { get; }

    /// <summary>Bound on the error of the approximate y; 0 for input points.</summary>
    public double ErrorY { get; }

    /// <summary>The crossing segments, or -1 for an input point.</summary>
    public int First { get; } = -1;

    /// <summary>The crossing segments, or -1 for an input point.</summary>
    public int Second { get; } = -1;

    /// <summary>Exact lexicographic order.</summary>
    public int CompareTo(SweepPoint other)
    {
        if (ReferenceEquals(this, other) || (First >= 0 && First == other.First && Second == other.Second))
            return 0;
        if (First < 0 && other.First < 0)
            return Approximate.CompareTo(other.Approximate);
        double dx = Approximate.X - other.Approximate.X, dy = Approximate.Y - other.Approximate.Y;
        if (Math.Abs(dx) > 2 * (ErrorX + other.ErrorX))
            return dx > 0 ? 1 : -1;
        MakeExact();
        other.MakeExact();
        int byX = (_x * other._w).CompareTo(other._x * _w);
        if (byX != 0)
            return byX;
        return Math.Abs(dy) > 2 * (ErrorY + other.ErrorY) ? (dy > 0 ? 1 : -1) : (_y * other._w).CompareTo(other._y * _w);
    }

    /// <summary>+1 when the point is above (left of) the segment, -1 below, 0 on its line. Exact.</summary>
    public int SideOf(int segment)
    {
        Segment s = _segments[segment];
        if (First < 0)
            return Exact.Orientation(s.A, s.B, Approximate);
        if (segment == First || segment == Second)
            return 0;
        Vec2 d = s.Direction, p = Approximate - s.A;
        double left = d.X * p.Y, right = d.Y * p.X, det = left - right;
        double error = (2 * ((Math.Abs(d.X) * ErrorY) + (Math.Abs(d.Y) * ErrorX))) + (8 * Unit * (Math.Abs(left) + Math.Abs(right)));
        if (Math.Abs(det) > error && error > 1e-280)
            return det > 0 ? 1 : -1;
        MakeExact();
        (BigInteger ax, BigInteger ay, BigInteger bx, BigInteger by) = _segments.Integers(segment);
        return (((bx - ax) * (_y - (ay * _w))) - ((by - ay) * (_x - (ax * _w)))).Sign;
    }

    private void MakeExact()
    {
        if (_isExact)
            return;
        _isExact = true;
        if (First < 0)
        {
            (_x, _y) = _segments.Integers(Approximate);
            _w = BigInteger.One;
            return;
        }

        (BigInteger ax, BigInteger ay, BigInteger bx, BigInteger by) = _segments.Integers(First);
        (BigInteger cx, BigInteger cy, BigInteger dx, BigInteger dy) = _segments.Integers(Second);
        BigInteger ux = bx - ax, uy = by - ay, vx = dx - cx, vy = dy - cy;
        BigInteger w = (ux * vy) - (uy * vx), n = ((cx - ax) * vy) - ((cy - ay) * vx);
        if (w.Sign < 0)
            (w, n) = (-w, -n);
        (_x, _y, _w) = ((ax * w) + (ux * n), (ay * w) + (uy * n), w);
    }
}

/// <summary>Segments with their ends in lexicographic order, and the same as integers over a common unit when asked for.</summary>
internal sealed class ExactSegments
{
    private readonly Segment[] _segments;
    private int _unit = int.MinValue;

    /// <summary>Copies and sorts the ends.</summary>
    public ExactSegments(ReadOnlySpan<Segment> segments)
    {
        _segments = segments.ToArray();
        foreach (ref Segment s in _segments.AsSpan())
            s = s.Sorted;
    }

    /// <summary>Number of segments.</summary>
    public int Count => _segments.Length;

    /// <summary>Segment with A ≤ B.</summary>
    public Segment this[int i] => _segments[i];

    /// <summary>A point that is an end of a segment, in units.</summary>
    public (BigInteger X, BigInteger Y) Integers(Point2 p)
    {
        if (_unit == int.MinValue)
        {
            int unit = int.MaxValue;
            foreach (Segment s in _segments)
                unit = Math.Min(unit, ScaledIntegers.Unit([s.A.X, s.A.Y, s.B.X, s.B.Y]));
            _unit = unit;
        }

        return (ScaledIntegers.Scale(p.X, _unit), ScaledIntegers.Scale(p.Y, _unit));
    }

    /// <summary>Both ends of a segment, in units.</summary>
    public (BigInteger Ax, BigInteger Ay, BigInteger Bx, BigInteger By) Integers(int segment)
    {
        (BigInteger ax, BigInteger ay) = Integers(_segments[segment].A);
        (BigInteger bx, BigInteger by) = Integers(_segments[segment].B);
        return (ax, ay, bx, by);
    }
}
