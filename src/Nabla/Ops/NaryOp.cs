namespace Nabla;

/// <summary>An operation on any number of tensors, or one whose forward hands intermediate values to its backward.</summary>
[Export("ops.NaryOp")]
public abstract record NaryOp : Op
{
    /// <summary>Runs the op and records it.</summary>
    public Tensor Apply(params ReadOnlySpan<Tensor> inputs) => Run(inputs);

    /// <summary>The value. Runs without recording; <paramref name="context"/> takes what backward will read.</summary>
    protected abstract Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs);

    /// <summary>Sets the gradient of every input that needs one.</summary>
    protected virtual void Backward(BackwardContext context) =>
        throw new NotSupportedException($"{Name} has no gradient: {NoGradient}");

    /// <summary>Was the op written outside this library?</summary>
    internal bool IsForeign => GetType().Assembly != typeof(NaryOp).Assembly;

    internal sealed override Tensor Compute(ForwardContext context, ReadOnlySpan<Tensor> inputs) => Forward(context, inputs);

    internal sealed override void Differentiate(BackwardContext context) => Backward(context);
}
