using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Pooling;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Pooling;

public unsafe class MaxPoolTests
{
    internal static readonly float[] Picture =
    [
        1, 5, 2, 5, 3, 0, 7,
        4, 5, 6, 1, 9, 9, 2,
        0, 3, 8, 8, 1, 2, 6,
        7, 7, 1, 0, 4, 3, 5,
        2, 9, 9, 6, 1, 8, 0,
    ];

    /// <summary>input, kernel, stride, padding, dilation, ceil.</summary>
    public static TheoryData<int[], int[], int[], int[], int[], bool> Geometries => new()
    {
        { [9], [3], [2], [1], [1], false },
        { [67], [2], [2], [0], [1], true },
        { [10], [2], [3], [1], [1], true },
        { [8, 8], [2, 2], [2, 2], [0, 0], [1, 1], false },
        { [7, 7], [2, 2], [2, 2], [0, 0], [1, 1], false },
        { [14, 14], [2, 2], [2, 2], [0, 0], [1, 1], false },
        { [9, 29], [2, 2], [2, 2], [0, 0], [1, 1], false },
        { [13, 37], [2, 2], [2, 2], [0, 0], [1, 1], true },
        { [17, 70], [3, 3], [2, 2], [1, 1], [1, 1], false },
        { [11, 41], [3, 3], [1, 1], [1, 1], [1, 1], false },
        { [14, 33], [3, 2], [3, 5], [1, 1], [2, 3], true },
        { [5, 7], [5, 7], [1, 1], [2, 3], [1, 1], false },
        { [4, 6, 9], [2, 3, 2], [2, 1, 3], [1, 1, 0], [1, 2, 1], true },
        { [1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 0, 0], [1, 1, 1], false },

        // Wide windows that overlap, which slide.
        { [100], [31], [1], [15], [1], false },
        { [100], [40], [3], [0], [1], true },
        { [13, 37], [9, 9], [1, 1], [4, 4], [1, 1], false },
        { [40, 25], [13, 13], [1, 1], [6, 6], [1, 1], false },
        { [12, 50], [5, 21], [1, 2], [2, 10], [1, 1], true },
        { [20, 20], [20, 17], [1, 1], [10, 0], [1, 1], false },
        { [3, 14, 19], [1, 8, 11], [1, 1, 1], [0, 4, 5], [1, 1, 1], false },
    };

    [Theory, MemberData(nameof(Geometries))]
    public void Forward_and_backward_match_the_definition(int[] input, int[] kernel, int[] stride, int[] padding, int[] dilation, bool ceil)
    {
        var g = PoolGeometry.Of(input, kernel, stride, padding, dilation, ceil);
        Check<float>(g, nan: false);
        Check<double>(g, nan: false);
        Check<float>(g, nan: true);
    }

    [Fact]
    public void Hanging_windows_ties_and_dilation_follow_recorded_values()
    {
        Recorded(PoolGeometry.Of([5, 7], [3, 3], [2, 2], [1, 1], ceilMode: true), [5, 6, 9, 9, 7, 8, 9, 9, 9, 9, 8, 8], [1, 9, 11, 12, 21, 16, 11, 12, 29, 29, 33, 33]);
        Recorded(PoolGeometry.Of([5, 7], [2, 2], ceilMode: true), [5, 6, 9, 7, 7, 8, 4, 6, 9, 9, 8, 0], [1, 9, 11, 6, 21, 16, 25, 20, 29, 30, 33, 34]);
        Recorded(
            PoolGeometry.Of([5, 7], [2, 2], [1, 1], [1, 1], [2, 2]),
            [5, 6, 5, 9, 9, 9, 9, 5, 8, 8, 8, 8, 7, 2, 7, 7, 7, 9, 9, 9, 9, 9, 9, 9, 9, 8, 6, 8, 7, 7, 7, 4, 3, 5, 3],
            [8, 9, 8, 11, 12, 11, 12, 1, 16, 17, 16, 17, 6, 19, 22, 21, 22, 11, 12, 11, 12, 29, 30, 29, 30, 17, 20, 33, 22, 21, 22, 25, 26, 27, 26]);
    }

    [Fact]
    public void Rows_of_negative_infinity_report_a_real_place()
    {
        using var x = new Guarded<float>(4);
        x.Span.Fill(float.NegativeInfinity);
        using var y = new Guarded<float>(2);
        using var index = new Guarded<long>(2);
        MaxPool.Forward(x.P, 1, PoolGeometry.Of([4], [3], [2], [1]), y.P, index.P);
        Assert.Equal([0, 1], index.ToArray());
        Assert.Equal([float.NegativeInfinity, float.NegativeInfinity], y.ToArray());
    }

    [Fact]
    public void Backward_rejects_foreign_indices()
    {
        using var g = new Guarded<float>([1]);
        using var index = new Guarded<long>([4]);
        using var gx = new Guarded<float>(4);
        Assert.Throws<IndexRangeException>(() => MaxPool.Backward(g.P, index.P, 1, 4, 1, gx.P));
    }

    [Theory]
    [InlineData(0, 2, 1, 0, 1)]
    [InlineData(5, 2, 0, 0, 1)]
    [InlineData(5, 2, 1, 2, 1)]
    [InlineData(5, 2, 1, 0, 0)]
    [InlineData(5, 6, 1, 0, 1)]
    public void Impossible_windows_are_refused(int input, int kernel, int stride, int padding, int dilation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PoolAxis.Of(input, kernel, stride, padding, dilation));

    [Fact]
    public void Float_windows_too_large_for_exact_places_are_refused() =>
        Assert.Throws<ArgumentException>(() => MaxPool.Forward((float*)null, 1, PoolGeometry.Of([5000, 5000], [4000, 2]), null, null));

    [Fact]
    public void An_empty_batch_does_nothing() => MaxPool.Forward((float*)null, 0, PoolGeometry.Of([4], [2]), null, null);

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        var g = PoolGeometry.Of([40, 50], [3, 3], [2, 2], [1, 1]);
        float[] x = Draw.Uniform<float>(new Random(4), 20 * g.InputSize);
        ThreadCounts.SameBits(() =>
        {
            using var gx = new Guarded<float>(x);
            using var y = new Guarded<float>(20 * g.OutputSize);
            using var index = new Guarded<long>(20 * g.OutputSize);
            MaxPool.Forward(gx.P, 20, g, y.P, index.P);
            MaxPool.Backward(y.P, index.P, 20, g.InputSize, g.OutputSize, gx.P);
            return gx.ToArray();
        });
    }

    private static void Recorded(PoolGeometry g, float[] values, long[] places)
    {
        using var x = new Guarded<float>(Picture);
        using var y = new Guarded<float>(g.OutputSize);
        using var index = new Guarded<long>(g.OutputSize);
        MaxPool.Forward(x.P, 1, g, y.P, index.P);
        Assert.Equal(values, y.ToArray());
        Assert.Equal(places, index.ToArray());
    }

    private static void Check<T>(PoolGeometry g, bool nan) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Planes = 3;
        var random = new Random(9);
        // Few distinct values, so that ties are common.
        T[] x = [.. Draw.Integers(random, Planes * g.InputSize, -4, 5).Select(v => nan && random.Next(9) == 0 ? T.NaN : T.CreateTruncating(v))];
        (double[] expected, long[] places) = PoolReference.Max(Close.Doubles<T>(x), Planes, g);
        using var gx = new Guarded<T>(x);
        using var y = new Guarded<T>(Planes * g.OutputSize);
        using var index = new Guarded<long>(Planes * g.OutputSize);
        MaxPool.Forward(gx.P, Planes, g, y.P, index.P);
        Close.To<T>(expected, y.Span, 0);
        Assert.Equal(places, index.ToArray());
        y.Span.Clear();
        MaxPool.Forward(gx.P, Planes, g, y.P, null);
        Close.To<T>(expected, y.Span, 0);

        T[] upstream = Draw.Uniform<T>(random, y.Count);
        var gradient = new double[x.Length];
        for (long o = 0; o < y.Count; o++) gradient[o / g.OutputSize * g.InputSize + places[o]] += double.CreateTruncating(upstream[o]);
        using var gy = new Guarded<T>(upstream);
        MaxPool.Backward(gy.P, index.P, Planes, g.InputSize, g.OutputSize, gx.P);
        Close.To<T>(gradient, gx.Span, Close.Tolerance<T>());
    }
}
