using System.Globalization;

namespace Nabla.Tests.Golden;

/// <summary>Compares a result with PyTorch's: type, shape and every element.</summary>
internal static class GoldenTolerance
{
    /// <summary>What is wrong with a result, or null.</summary>
    /// <param name="actual">The library's result.</param>
    /// <param name="expected">PyTorch's result.</param>
    /// <param name="noise">PyTorch's own error in units of the default tolerance; the tolerance widens to four times that.</param>
    /// <param name="lenient">Lets anything stand for a NaN of PyTorch.</param>
    public static string? Difference(Tensor actual, Tensor expected, double noise = 0, bool lenient = false)
    {
        if (actual.DType != expected.DType) return $"has type {actual.DType.Name()}, expected {expected.DType.Name()}";
        if (actual.Shape != expected.Shape) return $"has shape {actual.Shape}, expected {expected.Shape}";
        return expected.DType.IsFloating() ? Reals(actual.Doubles(), expected.Doubles(), expected.DType, Math.Max(1, 4 * noise), lenient) : Integers(actual.Integers(), expected.Integers());
    }

    private static string? Integers(long[] actual, long[] expected)
    {
        for (int i = 0; i < expected.Length; i++)
            if (actual[i] != expected[i]) return $"element {i} is {actual[i]}, expected {expected[i]}";
        return null;
    }

    private static string? Reals(double[] actual, double[] expected, DType type, double factor, bool lenient)
    {
        (double relative, double absolute) = type switch
        {
            DType.Float64 => (1e-9, 1e-11),
            DType.Float32 => (1e-5, 1e-6),
            DType.Float16 => (2e-3, 2e-3),
            _ => (2e-2, 2e-2),
        };
        double largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        double scale = largest is > 1 and <= 1e4 ? largest : 1;
        for (int i = 0; i < expected.Length; i++)
        {
            double x = actual[i], y = expected[i];
            bool same = double.IsNaN(y) ? lenient || double.IsNaN(x)
                : double.IsFinite(y) ? Math.Abs(x - y) <= factor * ((relative * Math.Abs(y)) + (absolute * scale))
                : x == y;
            if (!same) return string.Create(CultureInfo.InvariantCulture, $"element {i} is {x:R}, expected {y:R}");
        }
        return null;
    }
}
