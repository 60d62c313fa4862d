namespace Nabla;

/// <summary>An operation on one tensor.</summary>
[Export("ops.UnaryOp")]
public abstract record UnaryOp : Op
{
    /// <summary>Runs the op and records it.</summary>
    public Tensor Apply(Tensor x) => Run(x);

    /// <summary>The value. Runs without recording.</summary>
    protected abstract Tensor Forward(Tensor x);

    /// <summary>The gradient of the loss with respect to <paramref name="x"/>, given that with respect to the output.</summary>
    /// <param name="g">Gradient at the output; the output's shape.</param>
    /// <param name="x">The input; readable only when kept.</param>
    /// <param name="y">The output; readable only when kept.</param>
    protected virtual Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    internal override Tensor Compute(ForwardContext context, ReadOnlySpan<Tensor> inputs) => Forward(inputs[0]);

    internal override void Differentiate(BackwardContext context) =>
        context.Set(0, Backward(context.Grad, context.Input(0), context.Output));
}
