using Nabla.Kernels.Pooling;

namespace Nabla;

/// <summary>The largest value of each window of [N, C, ...]; keeps where it was. The gradient goes there.</summary>
internal sealed record MaxPoolOp(PoolGeometry Geometry, Shape Output) : NaryOp
{
    /// <summary>Flat positions within the plane, from the last forward pass.</summary>
    public Tensor? Indices { get; private set; }

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Packed x = inputs[0].Packed();
        Tensor y = Tensor.Empty(Output, inputs[0].DType, inputs[0].Backend);
        Indices = Tensor.Empty(Output, DType.Int64, y.Backend);
        y.Backend.MaxPool(Geometry, x, y, Indices);
        context.Save(Indices);
        return y;
    }

    protected override void Backward(BackwardContext context) =>
        context.Set(0, new PlaneScatterOp(context.Input(0).Shape, context.Saved(0)).Apply(context.Grad));
}

/// <summary>The largest value of each adaptive bin of [N, C, ...].</summary>
internal sealed record AdaptiveMaxPoolOp(AdaptiveGeometry Geometry, Shape Output) : NaryOp
{
    /// <inheritdoc cref="MaxPoolOp.Indices"/>
    public Tensor? Indices { get; private set; }

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        using Packed x = inputs[0].Packed();
        Tensor y = Tensor.Empty(Output, inputs[0].DType, inputs[0].Backend);
        Indices = Tensor.Empty(Output, DType.Int64, y.Backend);
        y.Backend.AdaptiveMaxPool(Geometry, x, y, Indices);
        context.Save(Indices);
        return y;
    }

    protected override void Backward(BackwardContext context) =>
        context.Set(0, new PlaneScatterOp(context.Input(0).Shape, context.Saved(0)).Apply(context.Grad));
}

/// <summary>Adds values into planes of zeros at given positions; the gradient reads them back.</summary>
internal sealed record PlaneScatterOp(Shape Target, Tensor Indices) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Packed g = x.Packed();
        Tensor y = Tensor.Empty(Target, x.DType, x.Backend);
        x.Backend.MaxPoolBackward(g, Indices, y);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new PlaneGatherOp(Indices).Apply(g);
}

/// <summary>Reads values from given positions of planes.</summary>
internal sealed record PlaneGatherOp(Tensor Indices) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        using Tensor planes = x.Flatten(2), positions = Indices.Flatten(2);
        using Packed packed = planes.Packed();
        Tensor y = Tensor.Empty(Indices.Shape, x.DType, x.Backend);
        using Tensor flat = y.Flatten(2);
        x.Backend.Gather(packed, 2, positions, flat);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new PlaneScatterOp(x.Shape, Indices).Apply(g);
}
