using System.Numerics;

namespace Nabla.Kernels.Tests.Support;

/// <summary>Comparisons with a float64 reference.</summary>
public static class Close
{
    /// <summary>|actual - expected| within tolerance·(1 + |expected|); NaN and infinities must match exactly.</summary>
    public static void To<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> actual, double tolerance, string what = "") where T : INumberBase<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double a = double.CreateTruncating(actual[i]), e = expected[i];
            bool same = double.IsNaN(e) ? double.IsNaN(a) : e == a || Math.Abs(a - e) <= tolerance * (1 + Math.Abs(e));
            Assert.True(same, $"{what}[{i}]: expected {e:R}, got {a:R}");
        }
    }

    /// <summary>The usual tolerance for T: 2e-5 for float, 1e-11 for double.</summary>
    public static double Tolerance<T>() => typeof(T) == typeof(float) ? 2e-5 : 1e-11;

    public static double[] Doubles<T>(ReadOnlySpan<T> values) where T : INumberBase<T>
    {
        var result = new double[values.Length];
        for (int i = 0; i < result.Length; i++) result[i] = double.CreateTruncating(values[i]);
        return result;
    }
}
