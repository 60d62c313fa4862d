using System.Numerics;
using Nabla.Kernels.Pooling;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Pooling;

public unsafe class AdaptivePoolTests
{
    public static TheoryData<int[], int[]> Geometries => new()
    {
        { [7], [3] },
        { [5], [9] },
        { [7, 7], [1, 1] },
        { [64, 70], [1, 1] },
        { [13, 21], [6, 6] },
        { [9, 12], [4, 1] },
        { [3, 5, 8], [2, 4, 3] },
        { [3, 5, 8], [1, 1, 1] },
    };

    [Theory, MemberData(nameof(Geometries))]
    public void Averages_and_maxima_match_the_definition(int[] input, int[] output)
    {
        var g = AdaptiveGeometry.Of(input, output);
        Check<float>(g);
        Check<double>(g);
    }

    [Fact]
    public void Bins_follow_recorded_values()
    {
        var g = AdaptiveGeometry.Of([5, 7], [2, 3]);
        using var x = new Guarded<float>(MaxPoolTests.Picture);
        using var y = new Guarded<float>(6);
        using var index = new Guarded<long>(6);
        AdaptivePool.AverageForward(x.P, 1, g, y.P);
        Close.To<float>([34 / 9.0, 43 / 9.0, 39 / 9.0, 46 / 9.0, 38 / 9.0, 30 / 9.0], y.Span, 1e-6);
        AdaptivePool.MaxForward(x.P, 1, g, y.P, index.P);
        Assert.Equal([8, 9, 9, 9, 9, 8], y.ToArray());
        Assert.Equal([16, 11, 11, 29, 30, 33], index.ToArray());
    }

    [Fact]
    public void Global_average_keeps_digits_over_large_planes()
    {
        var g = AdaptiveGeometry.Of([1000, 1000], [1, 1]);
        using var x = new Guarded<float>(g.InputSize);
        x.Span.Fill(0.1f);
        using var y = new Guarded<float>(1);
        AdaptivePool.AverageForward(x.P, 1, g, y.P);
        Assert.Equal(0.1f, y[0], 1e-7f);
    }

    private static void Check<T>(AdaptiveGeometry g) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Planes = 5;
        var random = new Random(11);
        T[] x = Draw.Uniform<T>(random, Planes * g.InputSize), upstream = Draw.Uniform<T>(random, Planes * g.OutputSize);
        using var gx = new Guarded<T>(x);
        using var gy = new Guarded<T>(upstream);
        using var y = new Guarded<T>(upstream.Length);
        using var index = new Guarded<long>(upstream.Length);
        AdaptivePool.AverageForward(gx.P, Planes, g, y.P);
        Close.To<T>(PoolReference.AdaptiveAverage(Close.Doubles<T>(x), Planes, g), y.Span, Close.Tolerance<T>());
        (double[] max, long[] places) = PoolReference.AdaptiveMax(Close.Doubles<T>(x), Planes, g);
        AdaptivePool.MaxForward(gx.P, Planes, g, y.P, index.P);
        Close.To<T>(max, y.Span, 0);
        Assert.Equal(places, index.ToArray());
        AdaptivePool.AverageBackward(gy.P, Planes, g, gx.P);
        Close.To<T>(PoolReference.AdaptiveAverageGradient(Close.Doubles<T>(upstream), Planes, g), gx.Span, Close.Tolerance<T>());
    }
}
