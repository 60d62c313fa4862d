using System.Numerics;
using Nabla.Kernels.Pooling;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Pooling;

public unsafe class AveragePoolTests
{
    public static TheoryData<int[], int[], int[], int[], bool> Geometries => new()
    {
        { [9], [3], [2], [1], false },
        { [67], [2], [2], [0], true },
        { [8, 8], [2, 2], [2, 2], [0, 0], false },
        { [13, 37], [3, 3], [2, 2], [1, 1], true },
        { [11, 41], [3, 3], [1, 1], [1, 1], false },
        { [7, 7], [7, 7], [1, 1], [0, 0], false },
        { [9, 5], [4, 5], [3, 1], [1, 0], true },
        { [4, 6, 9], [2, 3, 2], [2, 1, 3], [1, 1, 0], true },
    };

    [Theory, MemberData(nameof(Geometries))]
    public void Forward_and_backward_match_the_definition(int[] input, int[] kernel, int[] stride, int[] padding, bool ceil)
    {
        var g = PoolGeometry.Of(input, kernel, stride, padding, ceilMode: ceil);
        foreach ((bool countPad, long divisor) in ((bool, long)[])[(true, 0), (false, 0), (true, 5)])
        {
            Check<float>(g, countPad, divisor);
            Check<double>(g, countPad, divisor);
        }
    }

    [Fact]
    public void Divisors_of_hanging_windows_follow_recorded_values()
    {
        var g = PoolGeometry.Of([5, 7], [3, 3], [2, 2], [1, 1], ceilMode: true);
        using var x = new Guarded<float>(MaxPoolTests.Picture);
        using var y = new Guarded<float>(g.OutputSize);
        AveragePool.Forward(x.P, 1, g, y.P);
        Close.To<float>([15 / 9.0, 24 / 9.0, 27 / 9.0, 2, 26 / 9.0, 39 / 9.0, 37 / 9.0, 3, 25 / 9.0, 32 / 9.0, 22 / 9.0, 16 / 9.0], y.Span, 1e-6);
        AveragePool.Forward(x.P, 1, g, y.P, countIncludePad: false);
        Close.To<float>([3.75, 4, 4.5, 4.5, 26 / 6.0, 39 / 9.0, 37 / 9.0, 4.5, 6.25, 32 / 6.0, 22 / 6.0, 4], y.Span, 1e-6);
    }

    [Fact]
    public void Dilated_windows_are_refused() =>
        Assert.Throws<ArgumentException>(() => AveragePool.Forward((float*)null, 1, PoolGeometry.Of([9], [2], dilation: [2]), null));

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        var g = PoolGeometry.Of([40, 50], [3, 3], [2, 2], [1, 1]);
        float[] x = Draw.Uniform<float>(new Random(4), 20 * g.InputSize);
        ThreadCounts.SameBits(() =>
        {
            using var gx = new Guarded<float>(x);
            using var y = new Guarded<float>(20 * g.OutputSize);
            AveragePool.Forward(gx.P, 20, g, y.P);
            AveragePool.Backward(y.P, 20, g, gx.P);
            return gx.ToArray();
        });
    }

    private static void Check<T>(PoolGeometry g, bool countPad, long divisor) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Planes = 3;
        var random = new Random(10);
        T[] x = Draw.Uniform<T>(random, Planes * g.InputSize), upstream = Draw.Uniform<T>(random, Planes * g.OutputSize);
        using var gx = new Guarded<T>(x);
        using var y = new Guarded<T>(upstream.Length);
        using var gy = new Guarded<T>(upstream);
        AveragePool.Forward(gx.P, Planes, g, y.P, countPad, divisor);
        Close.To<T>(PoolReference.Average(Close.Doubles<T>(x), Planes, g, countPad, divisor, gradient: false), y.Span, Close.Tolerance<T>());
        AveragePool.Backward(gy.P, Planes, g, gx.P, countPad, divisor);
        Close.To<T>(PoolReference.Average(Close.Doubles<T>(upstream), Planes, g, countPad, divisor, gradient: true), gx.Span, Close.Tolerance<T>());
    }
}
