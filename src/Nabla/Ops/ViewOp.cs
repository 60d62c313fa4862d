namespace Nabla;

/// <summary>A different look at the same memory: slices, transposes, expansions, windows.</summary>
/// <remarks>
/// The gradient of any view is found by taking the same view of a tensor of zeros and adding into it, and the gradient of that is
/// the view again; so a view op states only where elements lie.
/// </remarks>
[Export("ops.ViewOp")]
public abstract record ViewOp : UnaryOp
{
    /// <summary>The view's extents, strides and offset, given those of the input.</summary>
    protected abstract (Shape Shape, long[] Strides, long Offset) Locate(Shape shape, ReadOnlySpan<long> strides, long offset);

    /// <inheritdoc/>
    protected sealed override Tensor Forward(Tensor x) => Take(x);

    /// <inheritdoc/>
    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => new ViewAdjointOp(this, x.Shape).Apply(g);

    internal override bool IsViewOp => true;

    internal Tensor Take(Tensor x)
    {
        (Shape shape, long[] strides, long offset) = Locate(x.Shape, x.Strides, x.Offset);
        Tensor view = x.View(shape, strides, offset);
        view.IsView = true;
        return view;
    }
}

/// <summary>Zeros of the viewed tensor's shape, with the input added where the view looks.</summary>
internal sealed record ViewAdjointOp(ViewOp View, Shape Whole) : UnaryOp
{
    public override string Name => View.Name + "Backward";

    protected override Tensor Forward(Tensor x)
    {
        Tensor whole = Tensor.Zeros(Whole, x.DType, x.Backend);
        using Tensor window = View.Take(whole);
        x.Backend.AddInto(x, window);
        return whole;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) => View.Apply(View is AsStridedOp ? g.Contiguous() : g);
}
