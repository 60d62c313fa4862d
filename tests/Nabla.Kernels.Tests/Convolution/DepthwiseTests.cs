using Nabla.Kernels.Convolution;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Gemm;
using Nabla.Kernels.Tests.Threading;
using Nabla.Kernels.Threading;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

/// <summary>One channel a group over images: strips, phases and blocks that reach back.</summary>
[Collection(nameof(PoolAlone))]
public sealed unsafe class DepthwiseTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public void Passes_agree_with_the_definition_for_every_small_size(int kernel, int stride)
    {
        foreach (int height in (int[])[1, 2, 3, 4, 5, 7, 8])
        {
            for (int width = 1; width <= 20; width++)
            {
                var g = new ConvGeometry(2, 3, 3, new ConvAxis(height, kernel, stride, kernel / 2), new ConvAxis(width, kernel, stride, kernel / 2), 3);
                ConvCase.Check<float>(g, width);
                if (width % 3 == 0)
                    ConvCase.Check<double>(g, width);
            }
        }
    }

    [Fact]
    public void Random_geometries_agree_with_the_definition()
    {
        var random = new Random(11);
        for (int i = 0; i < 150; i++)
        {
            int channels = random.Next(1, 5), stride = random.Next(1, 3);
            var height = new ConvAxis(random.Next(1, 40), random.Next(2) == 0 ? 3 : 5, random.Next(1, 3), random.Next(0, 4));
            var width = new ConvAxis(random.Next(1, 40), random.Next(stride, 9), stride, random.Next(0, 4), stride == 1 ? random.Next(1, 3) : 1);
            var g = new ConvGeometry(random.Next(1, 4), channels, channels, height, width, channels);
            if (i % 2 == 0)
                ConvCase.Check<float>(g, i);
            else
                ConvCase.Check<double>(g, i);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    [InlineData(7, 1)]
    [InlineData(7, 2)]
    public void A_channel_in_each_lane_agrees_with_the_definition_for_every_small_size(int kernel, int stride)
    {
        foreach (int height in (int[])[1, 2, 3, 4, 7])
        {
            for (int width = 1; width <= 9; width++)
            {
                int channels = 16 + (width % 3 * 5);
                var g = new ConvGeometry(2, channels, channels, new ConvAxis(height, kernel, stride, kernel / 2), new ConvAxis(width, kernel, stride, kernel / 2), channels);
                ConvCase.Check<float>(g, width);
                if (width % 3 == 0)
                    ConvCase.Check<double>(g, width);
            }
        }
    }

    /// <summary>Planes of more than a strip, whole and ragged last strips, and rows shorter than a vector.</summary>
    [Theory]
    [InlineData(3, 1, 70, 41)]
    [InlineData(3, 2, 75, 60)]
    [InlineData(3, 2, 112, 30)]
    [InlineData(5, 1, 61, 50)]
    [InlineData(5, 2, 99, 37)]
    [InlineData(7, 1, 58, 57)]
    [InlineData(7, 2, 81, 56)]
    [InlineData(3, 2, 1500, 3)]
    [InlineData(3, 1, 1200, 2)]
    public void Strips_of_planes_with_a_channel_in_each_lane_agree_with_the_definition(int kernel, int stride, int height, int width)
    {
        for (int padding = 0; padding <= kernel / 2; padding += kernel / 2)
        {
            var g = new ConvGeometry(1, 17, 17, new ConvAxis(height, kernel, stride, padding), new ConvAxis(width, kernel, stride, kernel / 2), 17);
            ConvCase.Check<float>(g, height);
        }
    }

    /// <summary>Blocks of 4, 7 and 8 rows, first, last, both and between; rows of one vector and of several, with and without what reaches back; groups of planes and strips of one.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void Planes_read_in_place_agree_with_the_definition(int kernel)
    {
        (int Height, int Width, int Channels)[] sizes =
        [
            (4, 4, 9), (5, 4, 9), (6, 5, 9), (7, 7, 9), (7, 7, 1), (8, 8, 70), (14, 14, 33), (14, 16, 8), (15, 15, 9), (16, 14, 9), (21, 13, 9), (23, 16, 9), (28, 28, 9), (30, 30, 8), (32, 7, 1),
            (56, 56, 3), (64, 50, 1), (61, 72, 2), (130, 48, 1), (200, 9, 2), (1, 20, 2), (49, 6, 20), (7, 64, 1),
        ];
        foreach ((int height, int width, int channels) in sizes)
        {
            for (int padding = kernel / 2; padding >= 0; padding -= 2)
            {
                var g = new ConvGeometry(2, channels, channels, new ConvAxis(height, kernel, 1, kernel / 2), new ConvAxis(width, Math.Min(kernel, width), 1, padding), channels);
                ConvCase.Check<float>(g, height + padding);
                if (channels < 10)
                    ConvCase.Check<double>(g, height + padding);
            }
        }
    }

    /// <summary>At stride 2, planes of even sizes are read in place: one vector of results, several, and what reaches back; few rows and many.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Planes_of_even_sizes_read_in_place_at_stride_two_agree_with_the_definition(int kernel)
    {
        (int Height, int Width, int Channels)[] sizes =
            [(2, 16, 4), (4, 32, 4), (14, 14, 9), (16, 16, 9), (28, 28, 9), (28, 26, 5), (30, 58, 4), (56, 56, 4), (112, 48, 4), (6, 8, 5), (28, 14, 1), (14, 28, 20), (42, 30, 9)];
        foreach ((int height, int width, int channels) in sizes)
        {
            var g = new ConvGeometry(2, channels, channels, new ConvAxis(height, kernel, 2, kernel / 2), new ConvAxis(width, kernel, 2, kernel / 2), channels);
            ConvCase.Check<float>(g, height);
            ConvCase.Check<double>(g, height);
        }
    }

    /// <summary>Wider vectors than the machine has are computed by software.</summary>
    [Theory]
    [InlineData(3, 1, 8, 8)]
    [InlineData(3, 1, 14, 14)]
    [InlineData(5, 1, 7, 7)]
    [InlineData(5, 1, 14, 24)]
    [InlineData(7, 1, 8, 64)]
    [InlineData(3, 2, 14, 14)]
    [InlineData(3, 2, 28, 56)]
    [InlineData(5, 2, 28, 28)]
    public void Passes_agree_for_every_width_of_vectors(int kernel, int stride, int height, int width)
    {
        const int Channels = 18;
        var g = new ConvGeometry(1, Channels, Channels, new ConvAxis(height, kernel, stride, kernel / 2), new ConvAxis(width, kernel, stride, kernel / 2), Channels);
        float[][] expected = All<Lanes1<float>>(g);
        Agree(expected, All<Lanes128<float>>(g), "128 bits");
        Agree(expected, All<Lanes256<float>>(g), "256 bits");
        Agree(expected, All<Lanes512<float>>(g), "512 bits");
    }

    [Fact]
    public void Random_geometries_with_a_channel_in_each_lane_agree_with_the_definition()
    {
        var random = new Random(12);
        for (int i = 0; i < 120; i++)
        {
            int channels = random.Next(8, 40), down = random.Next(1, 3), right = random.Next(1, 3);
            var height = new ConvAxis(random.Next(1, 16), random.Next(down, 8), down, random.Next(0, 5));
            var width = new ConvAxis(random.Next(1, 16), random.Next(right, 8), right, random.Next(0, 5));
            var g = new ConvGeometry(random.Next(1, 4), channels, channels, height, width, channels);
            if (i % 2 == 0)
                ConvCase.Check<float>(g, i);
            else
                ConvCase.Check<double>(g, i);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void Large_planes_are_cut_into_strips(int kernel, int stride)
    {
        var g = new ConvGeometry(1, 2, 2, new ConvAxis(150, kernel, stride, 1), new ConvAxis(171, kernel, stride, 2), 2);
        ConvCase.Check<float>(g, kernel);
    }

    [Theory]
    [InlineData(3, 1, 28)]
    [InlineData(5, 2, 31)]
    [InlineData(3, 1, 70)]
    [InlineData(3, 1, 56)]
    [InlineData(5, 1, 14)]
    [InlineData(3, 2, 30)]
    [InlineData(7, 1, 6)]
    public void Results_have_the_same_bits_for_any_number_of_threads(int kernel, int stride, int size)
    {
        var g = new ConvGeometry(3, 40, 40, new ConvAxis(size, kernel, stride, kernel / 2), new ConvAxis(size + 2, kernel, stride, 1), 40);
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var gy = new GuardedBuffer<float>(g.OutputCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        using var gx = new GuardedBuffer<float>(g.InputCount);
        using var gw = new GuardedBuffer<float>(g.WeightCount);
        GemmCase.Fill(x.Span, new Random(1));
        GemmCase.Fill(w.Span, new Random(2));
        GemmCase.Fill(gy.Span, new Random(3));
        float[][]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            WorkPool.Threads = threads;
            Kernel.Forward(g, x.Pointer, w.Pointer, null, y.Pointer, relu: false);
            Kernel.GradInput(g, gy.Pointer, w.Pointer, gx.Pointer);
            Kernel.GradWeight(g, x.Pointer, gy.Pointer, gw.Pointer);
            float[][] actual = [y.Span.ToArray(), gx.Span.ToArray(), gw.Span.ToArray()];
            expected ??= actual;
            for (int i = 0; i < 3; i++)
                Assert.True(expected[i].AsSpan().SequenceEqual(actual[i]), $"pass {i} with {threads} threads");
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(5, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 1, 18)]
    [InlineData(5, 2, 9)]
    [InlineData(3, 1, 3, 1, 8)]
    [InlineData(5, 1, 3, 2, 8)]
    [InlineData(7, 1, 3, 3, 8)]
    [InlineData(3, 2, 8, 1, 6)]
    [InlineData(5, 2, 8, 2, 6)]
    public void An_infinity_reaches_only_the_sums_that_read_it(int kernel, int stride, int channels = 1, int padding = 0, int height = 9)
    {
        var g = new ConvGeometry(1, channels, channels, new ConvAxis(height, kernel, stride, padding), new ConvAxis(padding > 0 ? 14 * stride : channels > 1 ? 7 : 13, kernel, stride, padding), channels);
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        using var gw = new GuardedBuffer<float>(g.WeightCount);
        for (int at = 0; at < g.InputCount; at++)
        {
            x.Span.Fill(1);
            w.Span.Fill(1);
            x.Span[at] = float.PositiveInfinity;
            bool[] results = new bool[g.OutputCount], taps = new bool[g.WeightCount];
            float[] terms = new float[g.OutputCount];
            ConvReference.ForEachTerm(g, (i, k, o) =>
            {
                terms[o]++;
                results[o] |= i == at;
                taps[k] |= i == at;
            });
            Kernel.Forward(g, x.Pointer, w.Pointer, null, y.Pointer, relu: false);
            for (int i = 0; i < results.Length; i++)
                Assert.Equal(results[i] ? float.PositiveInfinity : terms[i], y.Span[i]);
            y.Span.Fill(1);
            Kernel.GradWeight(g, x.Pointer, y.Pointer, gw.Pointer);
            for (int k = 0; k < taps.Length; k++)
                Assert.Equal(taps[k], float.IsPositiveInfinity(gw.Span[k]));
        }
    }

    /// <summary>The three passes on the same data.</summary>
    private static float[][] All<TLanes>(in ConvGeometry g)
        where TLanes : struct, ILanes<TLanes, float>
    {
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var gy = new GuardedBuffer<float>(g.OutputCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        using var gx = new GuardedBuffer<float>(g.InputCount);
        using var gw = new GuardedBuffer<float>(g.WeightCount);
        GemmCase.Fill(x.Span, new Random(1));
        GemmCase.Fill(w.Span, new Random(2));
        GemmCase.Fill(gy.Span, new Random(3));
        ConvolutionChooser<TLanes, float>.Forward(g, x.Pointer, w.Pointer, null, y.Pointer, relu: false);
        ConvolutionChooser<TLanes, float>.GradInput(g, gy.Pointer, w.Pointer, gx.Pointer);
        ConvolutionChooser<TLanes, float>.GradWeight(g, x.Pointer, gy.Pointer, gw.Pointer);
        y.AssertIntact();
        gx.AssertIntact();
        gw.AssertIntact();
        return [y.Span.ToArray(), gx.Span.ToArray(), gw.Span.ToArray()];
    }

    private static void Agree(float[][] expected, float[][] actual, string what)
    {
        for (int pass = 0; pass < expected.Length; pass++)
        {
            float most = expected[pass].Max(Math.Abs);
            for (int i = 0; i < expected[pass].Length; i++)
                Assert.True(Math.Abs(expected[pass][i] - actual[pass][i]) <= 2e-6f * most, $"{what}, pass {pass}: [{i}] = {actual[pass][i]}, expected {expected[pass][i]}");
        }
    }
}
