using System.Runtime.InteropServices;
using Nabla.Kernels.Copying;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Normalization;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Softmax;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Simd;

/// <summary>Large outputs go past the caches: the same bits as small ones, nothing written outside, for targets aligned and not.</summary>
public unsafe class StreamingTests
{
    private const int Count = (int)(Streaming.Least / sizeof(float)) + 77;

    [Theory, InlineData(0), InlineData(4), InlineData(32), InlineData(60)]
    public void Cheap_kernels_and_copies_write_every_element(int misalign)
    {
        float[] a = Draw.Uniform<float>(new Random(1), Count), b = Draw.Uniform<float>(new Random(2), Count);
        using Guarded<float> x = new(a), z = new(b), y = new(Count, misalign);
        ThreadCounts.SameBits(() => Each(() => Pointwise.Unary(default(ReluKernel), x.P, y.P, Count)));
        Assert.Equal(Array.ConvertAll(a, v => Math.Max(v, 0)), y.ToArray());
        ThreadCounts.SameBits(() => Each(() => Pointwise.Binary(default(AddKernel), x.P, z.P, y.P, Count)));
        Assert.Equal(a.Zip(b, (p, q) => p + q), y.ToArray());
        ThreadCounts.SameBits(() => Each(() => StridedCopy.Copy(x.P, y.P, [Count], [1], [1])));
        Assert.True(x.Span.SequenceEqual(y.Span));

        float[] Each(Action run)
        {
            y.Span.Fill(float.NaN);
            run();
            return y.ToArray();
        }
    }

    [Theory, InlineData(64), InlineData(1024)]
    public void Rows_have_the_bits_of_rows_that_stay_in_the_caches(int width)
    {
        int rows = (int)(Streaming.Least / sizeof(float) / width) + 9;
        float[] values = Draw.Uniform<float>(new Random(3), rows * width), upstream = Draw.Uniform<float>(new Random(4), rows * width);
        using Guarded<float> x = new(values), g = new(upstream), y = new(values.Length), small = new(3 * width), mean = new(rows), rstd = new(rows);
        LayerNorm.Forward(x.P, rows, width, g.P, null, 1e-5, y.P, mean.P, rstd.P);
        Same(from => LayerNorm.Forward(x.P + from, 3, width, g.P, null, 1e-5, small.P, null, null));
        LayerNorm.Forward(x.P, rows, width, null, null, 1e-5, y.P, null, null);
        Same(from => LayerNorm.Forward(x.P + from, 3, width, null, null, 1e-5, small.P, null, null));
        SoftmaxKernels.LogSoftmax(x.P, y.P, rows, width, 1);
        Same(from => SoftmaxKernels.LogSoftmax(x.P + from, small.P, 3, width, 1));
        LayerNorm.Backward(g.P, x.P, rows, width, null, mean.P, rstd.P, y.P, null, null);
        Same(from => LayerNorm.Backward(g.P + from, x.P + from, 3, width, null, mean.P + (from / width), rstd.P + (from / width), small.P, null, null));

        void Same(Action<long> run)
        {
            foreach (long row in (long[])[0, 5, rows - 3])
            {
                run(row * width);
                Assert.True(MemoryMarshal.AsBytes(small.Span).SequenceEqual(MemoryMarshal.AsBytes(y.Span.Slice((int)row * width, 3 * width))), $"row {row}");
            }
        }
    }
}
