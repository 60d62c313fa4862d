using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Geometry;

/// <summary>Argument checks shared by the geometry algorithms.</summary>
internal static class Guard
{
    /// <summary>Throws unless every point is finite.</summary>
    public static void Finite(ReadOnlySpan<Point2> points, [CallerArgumentExpression(nameof(points))] string name = "")
    {
        // 0·x is NaN for NaN and infinite x, and stays NaN in a sum: one test for all points.
        ReadOnlySpan<double> numbers = MemoryMarshal.Cast<Point2, double>(points);
        Vector<double> sum = Vector<double>.Zero;
        int at = 0;
        for (; at <= numbers.Length - Vector<double>.Count; at += Vector<double>.Count)
            sum += new Vector<double>(numbers[at..]) * 0.0;
        double total = Vector.Sum(sum);
        for (; at < numbers.Length; at++)
            total += numbers[at] * 0;
        if (total == 0)
            return;
        for (int i = 0; i < points.Length; i++)
            if (!points[i].IsFinite)
                NotFinite($"{name}[{i}] is ({points[i].X}, {points[i].Y})", name);
    }

    /// <summary>Throws unless every point is finite.</summary>
    public static void Finite(ReadOnlySpan<Point3> points, [CallerArgumentExpression(nameof(points))] string name = "")
    {
        for (int i = 0; i < points.Length; i++)
            if (!points[i].IsFinite)
                NotFinite($"{name}[{i}] is ({points[i].X}, {points[i].Y}, {points[i].Z})", name);
    }

    /// <summary>Throws unless the point is finite.</summary>
    public static void Finite(Point2 point, [CallerArgumentExpression(nameof(point))] string name = "")
    {
        if (!point.IsFinite)
            NotFinite($"{name} is ({point.X}, {point.Y})", name);
    }

    /// <summary>Throws unless the number is finite.</summary>
    public static void Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite.");
    }

    /// <summary>Throws unless there are at least <paramref name="least"/> items.</summary>
    public static void Count(int count, int least, string name)
    {
        if (count < least)
            throw new ArgumentException($"{name} has {count} items; at least {least} are needed.", name);
    }

    /// <summary>Throws unless the number is finite and not negative.</summary>
    public static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0) || double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0.");
    }

    [DoesNotReturn]
    private static void NotFinite(string what, string name) =>
        throw new ArgumentException($"{what}; coordinates must be finite.", name);
}
