using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>Shapes and argument checks that convolutions share.</summary>
internal static class Convolutions
{
    /// <summary>Geometry of a convolution with padding on both sides.</summary>
    public static ConvGeometry Geometry(string name, Tensor x, Tensor weight, Tensor? bias, int axes, Spatial stride, Spatial padding, Spatial dilation, int groups)
    {
        Check(name, x, weight, axes, groups, weight.Rank == axes + 2 ? weight.Shape[1] * groups : 0);
        int[] steps = stride.For(axes, nameof(stride)), pads = padding.For(axes, nameof(padding), 0), gaps = dilation.For(axes, nameof(dilation));
        Span<ConvAxis> spatial = stackalloc ConvAxis[axes];
        for (int i = 0; i < axes; i++)
        {
            long reach = (gaps[i] * (weight.Shape[i + 2] - 1)) + 1, padded = x.Shape[i + 2] + (2L * pads[i]);
            if (reach > padded)
                throw new ShapeMismatchException($"{name}: a kernel reaching over {reach} positions does not fit into the padded input of {padded} along spatial axis {i} (input {x.Shape}, weight {weight.Shape}).", nameof(x));
            spatial[i] = new(x.Shape[i + 2], weight.Shape[i + 2], steps[i], pads[i], gaps[i]);
        }
        CheckBias(name, bias, weight.Shape[0]);
        return Of(x.Shape[0], x.Shape[1], weight.Shape[0], spatial, groups);
    }

    /// <summary>Geometry of a stride-1 convolution whose output is as large as its input; an odd padding goes to the end.</summary>
    public static ConvGeometry Same(string name, Tensor x, Tensor weight, Tensor? bias, int axes, Spatial dilation, int groups)
    {
        Check(name, x, weight, axes, groups, weight.Rank == axes + 2 ? weight.Shape[1] * groups : 0);
        int[] gaps = dilation.For(axes, nameof(dilation));
        Span<ConvAxis> spatial = stackalloc ConvAxis[axes];
        for (int i = 0; i < axes; i++)
            spatial[i] = new(x.Shape[i + 2], weight.Shape[i + 2], 1, gaps[i] * (weight.Shape[i + 2] - 1) / 2, gaps[i], x.Shape[i + 2]);
        CheckBias(name, bias, weight.Shape[0]);
        return Of(x.Shape[0], x.Shape[1], weight.Shape[0], spatial, groups);
    }

    /// <summary>Geometry of the convolution whose gradient a transposed convolution is.</summary>
    public static ConvGeometry Transposed(
        string name, Tensor x, Tensor weight, Tensor? bias, int axes, Spatial stride, Spatial padding, Spatial outputPadding, Spatial dilation, int groups)
    {
        Check(name, x, weight, axes, groups, weight.Rank == axes + 2 ? weight.Shape[0] : 0);
        int[] steps = stride.For(axes, nameof(stride)), pads = padding.For(axes, nameof(padding), 0), gaps = dilation.For(axes, nameof(dilation));
        int[] extra = outputPadding.For(axes, nameof(outputPadding), 0);
        Span<ConvAxis> spatial = stackalloc ConvAxis[axes];
        for (int i = 0; i < axes; i++)
        {
            if (extra[i] >= Math.Max(steps[i], gaps[i]))
                throw new ArgumentOutOfRangeException(nameof(outputPadding), extra[i], $"{name}: output padding must be smaller than stride {steps[i]} or dilation {gaps[i]}.");
            long size = ((x.Shape[i + 2] - 1) * steps[i]) - (2L * pads[i]) + (gaps[i] * (weight.Shape[i + 2] - 1)) + extra[i] + 1;
            if (size < 1) throw new ShapeMismatchException($"{name}: the output would have {size} positions along spatial axis {i} (input {x.Shape}, weight {weight.Shape}).", nameof(x));
            spatial[i] = new(size, weight.Shape[i + 2], steps[i], pads[i], gaps[i], x.Shape[i + 2]);
        }
        long outputs = weight.Shape[1] * groups;
        CheckBias(name, bias, outputs);
        return Of(x.Shape[0], outputs, x.Shape[1], spatial, groups);
    }

    public static Shape OutputShape(in ConvGeometry g, int axes) => Shaped(g.Batch, g.OutChannels, axes, g.Depth.Output, g.Height.Output, g.Width.Output);

    public static Shape InputShape(in ConvGeometry g, int axes) => Shaped(g.Batch, g.InChannels, axes, g.Depth.Input, g.Height.Input, g.Width.Input);

    public static Shape WeightShape(in ConvGeometry g, int axes) => Shaped(g.OutChannels, g.InPerGroup, axes, g.Depth.Kernel, g.Height.Kernel, g.Width.Kernel);

    private static Shape Shaped(long first, long second, int axes, long depth, long height, long width) => axes switch
    {
        1 => [first, second, width],
        2 => [first, second, height, width],
        _ => [first, second, depth, height, width],
    };

    private static ConvGeometry Of(long batch, long inputs, long outputs, ReadOnlySpan<ConvAxis> axes, int groups) => axes.Length switch
    {
        1 => new(batch, inputs, outputs, axes[0], groups),
        2 => new(batch, inputs, outputs, axes[0], axes[1], groups),
        _ => new(batch, inputs, outputs, axes[0], axes[1], axes[2], groups),
    };

    private static void Check(string name, Tensor x, Tensor weight, int axes, int groups, long channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (weight.Rank != axes + 2) throw new ShapeMismatchException($"{name} expects a weight with {axes + 2} axes; got shape {weight.Shape}.", nameof(weight));
        if (x.Rank != axes + 2) throw new ShapeMismatchException($"{name} expects an input with {axes + 2} axes [N, C, ...], or {axes + 1} without the batch; got shape {x.Shape}.", nameof(x));
        if (x.Shape[1] != channels)
            throw new ShapeMismatchException($"{name}: the weight of shape {weight.Shape} with {groups} group(s) expects {channels} input channels; the input of shape {x.Shape} has {x.Shape[1]}.", nameof(x));
        if (weight.Shape[0] % groups != 0) throw new ArgumentException($"{name}: {weight.Shape[0]} channels cannot be divided among {groups} groups.", nameof(groups));
        if (x.DType != weight.DType) throw new ArgumentException($"{name}: input is {x.DType.Name()}, weight is {weight.DType.Name()}; convert one.", nameof(weight));
    }

    private static void CheckBias(string name, Tensor? bias, long channels)
    {
        if (bias is not null && bias.Shape != new Shape(channels))
            throw new ShapeMismatchException($"{name} expects a bias of shape [{channels}]; got {bias.Shape}.", nameof(bias));
    }
}
