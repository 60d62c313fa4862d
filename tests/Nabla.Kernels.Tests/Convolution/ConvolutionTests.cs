using Nabla.Kernels.Convolution;
using Nabla.Kernels.Tests.Gemm;
using Kernel = Nabla.Kernels.Convolution.Convolution;

namespace Nabla.Kernels.Tests.Convolution;

public sealed unsafe class ConvolutionTests
{
    public static TheoryData<int, int, int, int, int, int, int, int> Images => new()
    {
        // batch, in, out, size, kernel, stride, padding, dilation
        { 2, 3, 5, 9, 3, 1, 1, 1 },
        { 3, 16, 16, 8, 3, 1, 1, 1 },
        { 9, 8, 12, 2, 3, 1, 1, 1 },
        { 5, 4, 7, 4, 3, 2, 1, 1 },
        { 2, 5, 20, 7, 1, 1, 0, 1 },
        { 3, 5, 20, 7, 1, 2, 0, 1 },
        { 1, 3, 8, 23, 7, 2, 3, 1 },
        { 2, 4, 4, 11, 3, 1, 2, 2 },
        { 2, 4, 4, 12, 3, 2, 2, 3 },
        { 1, 2, 3, 10, 4, 4, 0, 1 },
        { 1, 2, 3, 10, 2, 3, 1, 1 },
        { 1, 1, 1, 1, 1, 1, 0, 1 },
        { 1, 2, 3, 5, 3, 1, 0, 1 },
        { 1, 20, 50, 6, 5, 1, 2, 1 },
        { 2, 1, 32, 28, 3, 1, 1, 1 },
        { 1, 40, 40, 5, 3, 1, 1, 1 },
        { 1, 2, 4, 40, 3, 1, 1, 1 },
        { 4, 160, 10, 3, 1, 1, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Images))]
    public void Passes_over_images_agree_with_the_definition(int batch, int inputs, int outputs, int size, int kernel, int stride, int padding, int dilation)
    {
        var g = new ConvGeometry(
            batch, inputs, outputs, new ConvAxis(size, kernel, stride, padding, dilation), new ConvAxis(size + 2, kernel, stride, padding, dilation));
        ConvCase.Check<float>(g);
        ConvCase.Check<double>(g, 2);
    }

    [Theory]
    [InlineData(2, 6, 4, 2)]
    [InlineData(3, 12, 12, 4)]
    [InlineData(1, 40, 20, 2)]
    [InlineData(2, 8, 24, 8)]
    public void Groups_do_not_mix(int batch, int inputs, int outputs, int groups)
    {
        var g = new ConvGeometry(batch, inputs, outputs, new ConvAxis(6, 3, 1, 1), new ConvAxis(7, 3, 2, 1), groups);
        ConvCase.Check<float>(g, groups);
        ConvCase.Check<double>(g, groups);
    }

    [Theory]
    [InlineData(2, 5, 1, 9, 3, 1, 1, 1)]
    [InlineData(2, 5, 1, 9, 3, 2, 1, 1)]
    [InlineData(1, 3, 1, 37, 5, 1, 2, 1)]
    [InlineData(1, 3, 2, 20, 5, 2, 2, 1)]
    [InlineData(3, 4, 1, 4, 3, 1, 0, 1)]
    [InlineData(3, 4, 1, 3, 3, 1, 1, 1)]
    [InlineData(2, 3, 2, 14, 3, 1, 2, 2)]
    [InlineData(1, 2, 1, 11, 2, 3, 1, 1)]
    [InlineData(1, 2, 1, 140, 3, 1, 1, 1)]
    [InlineData(1, 2, 1, 7, 7, 1, 3, 1)]
    [InlineData(9, 7, 2, 2, 1, 1, 0, 1)]
    public void Depthwise_passes_agree_with_the_definition(int batch, int channels, int multiplier, int size, int kernel, int stride, int padding, int dilation)
    {
        var g = new ConvGeometry(
            batch, channels, channels * multiplier, new ConvAxis(size, kernel, stride, padding, dilation), new ConvAxis(size + 1, kernel, stride, padding, dilation), channels);
        ConvCase.Check<float>(g, size);
        ConvCase.Check<double>(g, size);
    }

    [Fact]
    public void Sequences_and_volumes_agree_with_the_definition()
    {
        ConvCase.Check<float>(new ConvGeometry(3, 4, 6, new ConvAxis(50, 5, 2, 2)));
        ConvCase.Check<double>(new ConvGeometry(2, 3, 4, new ConvAxis(700, 3, 1, 1)));
        ConvCase.Check<float>(new ConvGeometry(2, 3, 5, new ConvAxis(5, 3, 1, 1), new ConvAxis(6, 3, 2, 1), new ConvAxis(7, 2, 1, 0, 2)));
        ConvCase.Check<double>(new ConvGeometry(1, 2, 3, new ConvAxis(9, 2, 2), new ConvAxis(20, 3, 1, 1), new ConvAxis(20, 3, 1, 1), groups: 1));
        ConvCase.Check<float>(new ConvGeometry(1, 4, 4, new ConvAxis(4, 3, 1, 1), new ConvAxis(5, 1), new ConvAxis(5, 3, 1, 1), groups: 2));
    }

    [Fact]
    public void Many_channels_over_few_positions_agree_with_the_definition()
    {
        ConvCase.Check<float>(new ConvGeometry(2, 35, 300, new ConvAxis(2, 3, 1, 1), new ConvAxis(3, 3, 1, 1)));
        ConvCase.Check<double>(new ConvGeometry(3, 17, 64, new ConvAxis(4, 3, 2, 1), new ConvAxis(5, 3, 2, 1)));
        ConvCase.Check<float>(new ConvGeometry(1, 6, 90, new ConvAxis(13, 7, 3, 3, 2), new ConvAxis(9, 5, 4, 2)));
        ConvCase.Check<float>(new ConvGeometry(2, 12, 120, new ConvAxis(3, 2, 2), new ConvAxis(3, 2, 1, 1), new ConvAxis(4, 3, 2, 1), groups: 2));
        ConvCase.Check<double>(new ConvGeometry(1, 40, 80, new ConvAxis(60, 5, 2, 2)));
    }

    [Fact]
    public void Random_geometries_agree_with_the_definition()
    {
        var random = new Random(5);
        for (int i = 0; i < 120; i++)
        {
            int groups = random.Next(4) == 0 ? random.Next(2, 4) : 1;
            ConvAxis Axis() => new(random.Next(1, 13), random.Next(1, 5), random.Next(1, 4), random.Next(0, 4), random.Next(1, 3));
            ConvAxis depth = random.Next(5) == 0 ? new ConvAxis(random.Next(1, 5), random.Next(1, 3), random.Next(1, 3), random.Next(0, 2)) : ConvAxis.One;
            var g = new ConvGeometry(random.Next(1, 5), groups * random.Next(1, 7), groups * random.Next(1, 9), depth, Axis(), Axis(), groups);
            if (i % 2 == 0)
                ConvCase.Check<float>(g, i);
            else
                ConvCase.Check<double>(g, i);
        }
    }

    [Fact]
    public void A_larger_output_pads_at_the_end()
    {
        var g = new ConvGeometry(2, 3, 4, new ConvAxis(6, 2, 1, 0, 1, output: 6), new ConvAxis(7, 4, 2, 1, 1, output: 4));
        ConvCase.Check<float>(g);
        ConvCase.Check<double>(g);
    }

    [Fact]
    public void Empty_sides_give_zero_or_bias()
    {
        float[] bias = [1, -2], y = new float[2 * 2 * 4], gx = [9, 9, 9], gw = [9, 9];
        fixed (float* pb = bias, py = y, px = gx, pw = gw)
        {
            var none = new ConvGeometry(2, 0, 2, new ConvAxis(4, 1));
            Kernel.Forward(none, null, null, pb, py, relu: true);
            Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0], y);
            var small = new ConvGeometry(1, 1, 1, new ConvAxis(3, 5));
            Assert.Equal(0, small.OutputCount);
            Kernel.GradInput(small, null, null, px);
            Assert.Equal([0, 0, 0], gx);
            Kernel.GradWeight(new ConvGeometry(0, 1, 1, new ConvAxis(3, 2)), null, null, pw);
            Assert.Equal([0, 0], gw);
        }
    }

    [Fact]
    public void Outputs_have_the_usual_size()
    {
        Assert.Equal(112, new ConvAxis(224, 7, 2, 3).Output);
        Assert.Equal(5, new ConvAxis(9, 3, 2, 2, 2).Output);
        Assert.Equal(0, new ConvAxis(2, 5).Output);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvAxis(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvAxis(3, 1, 0));
        Assert.Throws<ArgumentException>(() => new ConvGeometry(1, 3, 4, ConvAxis.One, groups: 2));
        Assert.Throws<NotSupportedException>(() => Kernel.Forward<int>(new ConvGeometry(1, 1, 1, ConvAxis.One), null, null, null, null, false));
    }

    [Fact]
    public void A_nan_reaches_only_the_outputs_that_read_it()
    {
        var g = new ConvGeometry(2, 3, 7, new ConvAxis(8, 3, 1, 1), new ConvAxis(9, 3, 1, 1));
        using var x = new GuardedBuffer<float>(g.InputCount);
        using var w = new GuardedBuffer<float>(g.WeightCount);
        using var y = new GuardedBuffer<float>(g.OutputCount);
        x.Span.Fill(1);
        w.Span.Fill(1);
        long at = (((g.InChannels + 1) * 8) + 4) * 9 + 5;
        x.Span[(int)at] = float.NaN;
        var reached = new bool[g.OutputCount];
        ConvReference.ForEachTerm(g, (i, _, o) => reached[o] |= i == at);
        Kernel.Forward(g, x.Pointer, w.Pointer, null, y.Pointer, relu: true);
        for (int i = 0; i < reached.Length; i++)
            Assert.Equal(reached[i], float.IsNaN(y.Span[i]));
    }
}
