namespace Nabla;

/// <summary>An operation on two tensors. Gradients may have the broadcast shape; the engine sums them down.</summary>
[Export("ops.BinaryOp")]
public abstract record BinaryOp : Op
{
    /// <summary>Runs the op and records it.</summary>
    public Tensor Apply(Tensor a, Tensor b) => Run(a, b);

    /// <summary>The value. Runs without recording.</summary>
    protected abstract Tensor Forward(Tensor a, Tensor b);

    /// <summary>Gradient with respect to the first input; called only when wanted.</summary>
    protected virtual Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    /// <summary>Gradient with respect to the second input; called only when wanted.</summary>
    protected virtual Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    internal override Tensor Compute(ForwardContext context, ReadOnlySpan<Tensor> inputs) => Forward(inputs[0], inputs[1]);

    internal override void Differentiate(BackwardContext context)
    {
        (Tensor g, Tensor a, Tensor b, Tensor y) = (context.Grad, context.Input(0), context.Input(1), context.Output);
        if (context.Needs(0)) context.Set(0, BackwardA(g, a, b, y));
        if (context.Needs(1)) context.Set(1, BackwardB(g, a, b, y));
    }
}
