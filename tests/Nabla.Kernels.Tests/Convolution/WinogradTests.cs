using Nabla.Kernels.Convolution;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Tests.Gemm;

namespace Nabla.Kernels.Tests.Convolution;

public sealed unsafe class WinogradTests
{
    public static TheoryData<int, int, int, int, int, int, int> Sizes => new()
    {
        // batch, in, out, height, width, padding, groups
        { 2, 32, 32, 14, 14, 1, 1 },
        { 9, 40, 24, 7, 7, 1, 1 },
        { 1, 17, 19, 33, 18, 0, 1 },
        { 3, 64, 70, 4, 5, 1, 1 },
        { 1, 24, 24, 9, 70, 2, 1 },
        { 2, 48, 32, 16, 16, 1, 2 },
        { 1, 16, 16, 3, 3, 1, 1 },
        { 40, 16, 16, 1, 2, 2, 1 },
        { 1, 200, 6, 12, 12, 1, 1 },
        { 1, 130, 20, 13, 17, 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Forward_and_gradients_agree_with_the_definition(int batch, int inputs, int outputs, int height, int width, int padding, int groups)
    {
        var g = new ConvGeometry(batch, inputs, outputs, new ConvAxis(height, 3, 1, padding), new ConvAxis(width, 3, 1, padding), groups);
        if (Lanes256<float>.IsAccelerated)
            Check<Lanes256<float>>(g);
        Check<Lanes128<float>>(g);
        Check<Lanes1<float>>(g);
    }

    [Fact]
    public void Large_layers_of_networks_take_it_and_small_ones_do_not()
    {
        if (!Lanes128<float>.IsAccelerated)
            return;
        Assert.True(Pays(8, 64, 64, 16));
        Assert.True(Pays(64, 128, 128, 7));
        Assert.False(Pays(8, 512, 512, 2));
        Assert.False(Pays(64, 1, 32, 28));

        static bool Pays(int batch, int inputs, int outputs, int size)
        {
            var axis = new ConvAxis(size, 3, 1, 1);
            var g = new ConvGeometry(batch, inputs, outputs, axis, axis);
            return WinogradConvolution<Lanes128<float>, float>.Pays(g, Gather.Of(g, adjoint: false), outputs);
        }
    }

    [Fact]
    public void Weights_are_streamed_where_they_would_leave_the_caches()
    {
        if (!Lanes128<float>.IsAccelerated)
            return;
        Assert.True(Pays(1, 256, 256, 14));
        Assert.True(Pays(8, 256, 256, 4));
        Assert.False(Pays(1, 128, 128, 28));
        Assert.False(Pays(8, 256, 256, 14));
        Assert.False(Pays(8, 512, 512, 2));

        static bool Pays(int batch, int inputs, int outputs, int size)
        {
            var axis = new ConvAxis(size, 3, 1, 1);
            var g = new ConvGeometry(batch, inputs, outputs, axis, axis);
            return StreamedWinograd<Lanes128<float>, float>.Pays(g, Gather.Of(g, adjoint: false), outputs);
        }
    }

    private static void Check<TLanes>(ConvGeometry g)
        where TLanes : struct, ILanes<TLanes, float>
    {
        using var x = new GuardedBuffer<float>(g.InputCount, 1);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var bias = new GuardedBuffer<float>(g.OutChannels);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        using var gx = new GuardedBuffer<float>(g.InputCount);
        var random = new Random(4);
        GemmCase.Fill(x.Span, random);
        GemmCase.Fill(w.Span, random);
        GemmCase.Fill(bias.Span, random);
        double[] ys = new double[g.OutputCount], gxs = new double[g.InputCount], size = new double[g.OutputCount], gxSize = new double[g.InputCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            ys[o] += (double)x.Span[(int)i] * w.Span[(int)k];
            size[o] += Math.Abs((double)x.Span[(int)i] * w.Span[(int)k]);
        });
        double largest = size.Max();
        foreach (bool streamed in new[] { false, true })
        {
            y.Span.Fill(float.NaN);
            if (streamed)
                StreamedWinograd<TLanes, float>.Run(g, Gather.Of(g, adjoint: false), w.Pointer, x.Pointer, y.Pointer, adjoint: false, new(bias.Pointer, null, relu: true));
            else
                WinogradConvolution<TLanes, float>.Run(g, Gather.Of(g, adjoint: false), w.Pointer, x.Pointer, y.Pointer, adjoint: false, new(bias.Pointer, null, relu: true));
            y.AssertIntact();
            for (int i = 0; i < ys.Length; i++)
            {
                double expected = Math.Max(0, ys[i] + bias.Span[(int)(i / g.OutputPlane % g.OutChannels)]);
                Assert.Equal(expected, y.Span[i], 2e-6 * (largest + 1));
            }
        }
        GemmCase.Fill(y.Span, random);
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            gxs[i] += (double)y.Span[(int)o] * w.Span[(int)k];
            gxSize[i] += Math.Abs((double)y.Span[(int)o] * w.Span[(int)k]);
        });
        largest = gxSize.Max();
        foreach (bool streamed in new[] { false, true })
        {
            gx.Span.Fill(float.NaN);
            if (streamed)
                StreamedWinograd<TLanes, float>.Run(g, Gather.Of(g, adjoint: true), w.Pointer, y.Pointer, gx.Pointer, adjoint: true, default);
            else
                WinogradConvolution<TLanes, float>.Run(g, Gather.Of(g, adjoint: true), w.Pointer, y.Pointer, gx.Pointer, adjoint: true, default);
            gx.AssertIntact();
            for (int i = 0; i < gxs.Length; i++)
                Assert.Equal(gxs[i], gx.Span[i], 2e-6 * (largest + 1));
        }

        using var gw = new GuardedBuffer<float>(g.WeightCount);
        double[] gws = new double[g.WeightCount], gwSize = new double[g.WeightCount];
        ConvReference.ForEachTerm(g, (i, k, o) =>
        {
            gws[k] += (double)y.Span[(int)o] * x.Span[(int)i];
            gwSize[k] += Math.Abs((double)y.Span[(int)o] * x.Span[(int)i]);
        });
        WinogradWeightGradient<TLanes, float>.Run(g, x.Pointer, y.Pointer, gw.Pointer);
        gw.AssertIntact();
        largest = gwSize.Max();
        for (int i = 0; i < gws.Length; i++)
            Assert.Equal(gws[i], gw.Span[i], 2e-6 * (largest + 1));
    }
}
