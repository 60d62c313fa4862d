using System.Runtime.InteropServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Elementwise;

public unsafe class PointwiseTests
{
    [Fact]
    public void Every_length_and_alignment_gives_each_element_its_value()
    {
        for (int n = 0; n <= 67; n++)
        {
            for (int misalign = 0; misalign < 12; misalign += 4)
            {
                using Guarded<float> x = new(Draw.Uniform<float>(new Random(n), n), misalign), y = new(n, 4), z = new(n);
                Pointwise.Unary(new ExpKernel(), x.P, y.P, n);
                for (int i = 0; i < n; i++) UnaryLoop.Run<Lanes1<float>, float, ExpKernel>(default, x.P + i, z.P + i, 1);
                Assert.Equal(z.ToArray(), y.ToArray());
                Pointwise.Binary(new SubtractKernel(), x.P, y.P, z.P, n);
                for (int i = 0; i < n; i++) Assert.Equal(x[i] - y[i], z[i]);
                Pointwise.Ternary(new ClampBetweenKernel(), x.P, y.P, z.P, y.P, n);
                for (int i = 0; i < n; i++) Assert.Equal(Math.Min(Math.Max(x[i], MathF.Exp(x[i])), z[i]), y[i], 1e-6f);
            }
        }
    }

    [Fact]
    public void Every_width_gives_the_same_bits()
    {
        float[] x = Draw.Uniform<float>(new Random(1), 203, -20, 20);
        (x[3], x[50], x[102], x[200]) = (float.NaN, float.PositiveInfinity, 1e-42f, float.NegativeInfinity);
        Widths<ExpKernel>(x);
        Widths<TanhKernel>(x);
        Widths<SinKernel>(x);
        Widths<Log1PKernel>(x);
        Widths<GeluKernel>(x);
        Widths<ErfKernel>(x);
        Widths<SiluKernel>(x);
        Widths<RoundKernel>(x);
        Widths<ReluKernel>(x);
        Widths<SoftplusKernel>(x);
    }

    [Theory]
    [InlineData(new long[] { 5, 7, 3 }, new long[] { 21, 3, 1 }, new long[] { 21, 3, 1 }, new long[] { 21, 3, 1 })]
    [InlineData(new long[] { 5, 7, 3 }, new long[] { 0, 3, 1 }, new long[] { 1, 0, 0 }, new long[] { 21, 3, 1 })]
    [InlineData(new long[] { 5, 7, 3 }, new long[] { 1, 5, 35 }, new long[] { 0, 0, 0 }, new long[] { 3, 15, 1 })]
    [InlineData(new long[] { 4, 100 }, new long[] { 2, 9 }, new long[] { 0, 3 }, new long[] { 300, 3 })]
    [InlineData(new long[] { 2, 1, 600 }, new long[] { 600, 77, 1 }, new long[] { 1, 0, 0 }, new long[] { 1, 5, 2 })]
    [InlineData(new long[] { }, new long[] { }, new long[] { }, new long[] { })]
    [InlineData(new long[] { 3, 0, 2 }, new long[] { 0, 2, 1 }, new long[] { 0, 2, 1 }, new long[] { 0, 2, 1 })]
    public void Strided_operands_meet_element_by_element(long[] shape, long[] a, long[] b, long[] y)
    {
        using Guarded<double> left = new(Draw.Uniform<double>(new Random(2), Extent(shape, a))), right = new(Draw.Uniform<double>(new Random(3), Extent(shape, b)));
        using Guarded<double> output = new(Extent(shape, y)), third = new(Extent(shape, y));
        Pointwise.Binary(new SubtractKernel(), left.P, right.P, output.P, shape, a, b, y);
        Pointwise.Unary(new NegateKernel(), left.P, third.P, shape, a, y);
        foreach (long[] at in Indices(shape))
        {
            Assert.Equal(left[Offset(at, a)] - right[Offset(at, b)], output[Offset(at, y)]);
            Assert.Equal(-left[Offset(at, a)], third[Offset(at, y)]);
        }
        Pointwise.Ternary(new MultiplyAddKernel(), left.P, right.P, left.P, output.P, shape, a, b, a, y);
        using Guarded<byte> mask = new(Extent(shape, y)), positive = new(Extent(shape, y));
        Pointwise.Compare(new LessKernel(), left.P, right.P, mask.P, shape, a, b, y);
        Pointwise.Test(new IsNonZeroKernel(), left.P, positive.P, shape, a, y);
        using Guarded<double> chosen = new(Extent(shape, y));
        Pointwise.Where(mask.P, left.P, right.P, chosen.P, shape, y, a, b, y);
        Pointwise.Fill(7.5, third.P, shape, y);
        foreach (long[] at in Indices(shape))
        {
            double p = left[Offset(at, a)], q = right[Offset(at, b)];
            Assert.Equal((p * q) + p, output[Offset(at, y)], 1e-14);
            Assert.Equal(p < q, mask[Offset(at, y)] == 1);
            Assert.Equal(1, positive[Offset(at, y)]);
            Assert.Equal(Math.Min(p, q), chosen[Offset(at, y)]);
            Assert.Equal(7.5, third[Offset(at, y)]);
        }
    }

    [Fact]
    public void In_place_results_are_those_of_a_separate_output()
    {
        for (int n = 1; n < 70; n += 3)
        {
            float[] source = Draw.Uniform<float>(new Random(n), n);
            using Guarded<float> x = new(source), other = new(Draw.Uniform<float>(new Random(n + 1), n)), y = new(n);
            Pointwise.Binary(new MultiplyKernel(), x.P, other.P, y.P, n);
            Pointwise.Binary(new MultiplyKernel(), x.P, other.P, other.P, n);
            Assert.Equal(y.ToArray(), other.ToArray());
            Pointwise.Unary(new SigmoidKernel(), x.P, y.P, n);
            Pointwise.Unary(new SigmoidKernel(), x.P, x.P, n);
            Assert.Equal(y.ToArray(), x.ToArray());
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[] x = Draw.Uniform<float>(new Random(4), 300_007, -9, 9);
        ThreadCounts.SameBits(() =>
        {
            float[] y = new float[x.Length];
            fixed (float* p = x, q = y)
            {
                Pointwise.Unary(new GeluKernel(), p, q, x.Length);
                Pointwise.Binary(new LogAddExpKernel(), q, p, q, [x.Length - 7], [1], [1], [1]);
            }
            return y;
        });
    }

    [Fact]
    public void Wrong_strides_are_refused()
    {
        using Guarded<float> x = new(1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Pointwise.Unary(new NegateKernel(), x.P, x.P, [1, 1], [1], [1, 1]));
        Assert.Contains("1 strides for a shape of 2", error.Message, StringComparison.Ordinal);
    }

    internal static long Extent(long[] shape, long[] strides)
    {
        long extent = 1;
        for (int d = 0; d < shape.Length; d++) extent += Math.Max(0, shape[d] - 1) * strides[d];
        return extent;
    }

    internal static long Offset(long[] index, long[] strides)
    {
        long offset = 0;
        for (int d = 0; d < index.Length; d++) offset += index[d] * strides[d];
        return offset;
    }

    internal static IEnumerable<long[]> Indices(long[] shape)
    {
        long count = 1;
        foreach (long size in shape) count *= size;
        for (long i = 0; i < count; i++)
        {
            long[] index = new long[shape.Length];
            long rest = i;
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                index[d] = rest % shape[d];
                rest /= shape[d];
            }
            yield return index;
        }
    }

    private static void Widths<K>(float[] x) where K : struct, IUnaryKernel
    {
        byte[] expected = Bits<Lanes1<float>, K>(x);
        Assert.Equal(expected, Bits<Lanes128<float>, K>(x));
        Assert.Equal(expected, Bits<Lanes256<float>, K>(x));
        Assert.Equal(expected, Bits<Lanes512<float>, K>(x));
    }

    private static byte[] Bits<V, K>(float[] x) where V : struct, ILanes<V, float> where K : struct, IUnaryKernel
    {
        float[] y = new float[x.Length];
        fixed (float* p = x, q = y) UnaryLoop.Run<V, float, K>(default, p, q, x.Length);
        // The sign and payload of a NaN are nobody's business.
        for (int i = 0; i < y.Length; i++) if (float.IsNaN(y[i])) y[i] = float.NaN;
        return MemoryMarshal.AsBytes<float>(y).ToArray();
    }
}
