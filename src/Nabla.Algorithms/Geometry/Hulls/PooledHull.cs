using System.Buffers;

namespace Nabla.Algorithms.Geometry.Hulls;

/// <summary>Something that is found from a hull's corners alone; it may change them.</summary>
internal delegate T HullMeasure<out T>(Span<Point2> hull);

/// <summary>Hulls that live only while something is measured on them.</summary>
internal static class PooledHull
{
    /// <summary>Measures the hull of points in pooled memory.</summary>
    /// <exception cref="ArgumentException">There are no points, or one is not finite.</exception>
    public static T Measure<T>(ReadOnlySpan<Point2> points, HullMeasure<T> measure)
    {
        Guard.Count(points.Length, 1, nameof(points));
        Point2[] room = ArrayPool<Point2>.Shared.Rent(points.Length);
        T found = measure(room.AsSpan(0, ConvexHull.Of(points, room)));
        ArrayPool<Point2>.Shared.Return(room);
        return found;
    }
}
