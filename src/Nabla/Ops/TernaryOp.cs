namespace Nabla;

/// <summary>An operation on three tensors. Gradients may have the broadcast shape; the engine sums them down.</summary>
[Export("ops.TernaryOp")]
public abstract record TernaryOp : Op
{
    /// <summary>Runs the op and records it.</summary>
    public Tensor Apply(Tensor a, Tensor b, Tensor c) => Run(a, b, c);

    /// <summary>The value. Runs without recording.</summary>
    protected abstract Tensor Forward(Tensor a, Tensor b, Tensor c);

    /// <summary>Gradient with respect to the first input; called only when wanted.</summary>
    protected virtual Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor c) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    /// <summary>Gradient with respect to the second input; called only when wanted.</summary>
    protected virtual Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    /// <summary>Gradient with respect to the third input; called only when wanted.</summary>
    protected virtual Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    internal override Tensor Compute(ForwardContext context, ReadOnlySpan<Tensor> inputs) => Forward(inputs[0], inputs[1], inputs[2]);

    internal override void Differentiate(BackwardContext context)
    {
        (Tensor g, Tensor a, Tensor b, Tensor c) = (context.Grad, context.Input(0), context.Input(1), context.Input(2));
        if (context.Needs(0)) context.Set(0, BackwardA(g, a, b, c));
        if (context.Needs(1)) context.Set(1, BackwardB(g, a, b, c));
        if (context.Needs(2)) context.Set(2, BackwardC(g, a, b, c));
    }
}
