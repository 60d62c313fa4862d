using Nabla.Kernels.Convolution;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Gemm;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

public sealed unsafe class PreparedWeightsTests
{
    [Theory]
    [InlineData(1, 96, 96, 14, 1)]
    [InlineData(2, 64, 40, 28, 1)]
    [InlineData(1, 64, 64, 16, 2)]
    [InlineData(1, 5, 7, 6, 1)]
    public void Prepared_passes_agree_with_the_definition_again_and_again(int batch, int inputs, int outputs, int size, int groups)
    {
        var axis = new ConvAxis(size, 3, 1, 1);
        var g = new ConvGeometry(batch, inputs, outputs / groups * groups, axis, axis, groups);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        GemmCase.Fill(w.Span, new Random(7));
        PreparedWeights? prepared = null, first = null;
        for (int pass = 0; pass < 3; pass++)
        {
            GemmCase.Fill(x.Span, new Random(pass));
            double[] expected = new double[g.OutputCount], sizes = new double[g.OutputCount];
            ConvReference.ForEachTerm(g, (i, k, o) =>
            {
                double term = (double)x.Span[(int)i] * w.Span[(int)k];
                expected[o] += term;
                sizes[o] += Math.Abs(term);
            });
            Kernel.ForwardPrepared(g, x.Pointer, w.Pointer, null, y.Pointer, relu: false, ref prepared);
            y.AssertIntact();
            w.AssertIntact();
            // The bound is that of Convolution.UseWinograd: relative to the largest sum of the pass.
            double bound = 2e-6 * sizes.Max();
            for (int i = 0; i < expected.Length; i++)
                Assert.True(Math.Abs(y.Span[i] - expected[i]) <= bound, $"[{i}] = {y.Span[i]}, expected {expected[i]}");
            if (pass == 0)
                first = prepared;
            Assert.Same(first, prepared);
        }
        prepared?.Dispose();
    }

    [Fact]
    public void Many_channels_on_a_small_picture_gain_by_it()
    {
        if (!Lanes128<float>.IsAccelerated)
            return;
        var axis = new ConvAxis(14, 3, 1, 1);
        var g = new ConvGeometry(1, 256, 256, axis, axis);
        float[] x = new float[g.InputCount], w = new float[g.WeightCount], y = new float[g.OutputCount];
        PreparedWeights? prepared = null;
        fixed (float* px = x, pw = w, py = y)
            Kernel.ForwardPrepared(g, px, pw, null, py, relu: false, ref prepared);
        Assert.NotNull(prepared);
        Assert.True(prepared.Bytes >= 36L * 256 * 256 * sizeof(float));
        prepared.Dispose();
    }
}
