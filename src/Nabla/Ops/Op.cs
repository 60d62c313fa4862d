namespace Nabla;

/// <summary>One operation: its formula, shape rule, kernel call and gradient, in one file. Parameters are the record's fields.</summary>
/// <remarks>
/// Derive from <see cref="UnaryOp"/>, <see cref="BinaryOp"/>, <see cref="TernaryOp"/>, <see cref="NaryOp"/> or <see cref="ViewOp"/>;
/// users may do so as well. An op has one output. The backward pass is written with tensor operations, so it can be
/// differentiated again. An op that has no gradient says why in <see cref="NoGradient"/>.
/// </remarks>
[Export("ops.Op")]
public abstract record Op
{
    /// <summary>Name for messages: the type's name without "Op".</summary>
    public virtual string Name
    {
        get
        {
            string name = GetType().Name;
            return name.EndsWith("Op", StringComparison.Ordinal) ? name[..^2] : name;
        }
    }

    /// <summary>What <c>Backward</c> reads.</summary>
    public virtual Keep Keeps => Keep.Nothing;

    /// <summary>Why the op has no gradient; null when it has one.</summary>
    public virtual string? NoGradient => null;

    /// <summary>Multiply-accumulates of one call, for cost tables; 0 for anything that is not a product.</summary>
    public virtual long MultiplyAccumulates(ReadOnlySpan<Tensor> inputs, Tensor output) => 0;

    /// <summary>Does the output look at the memory of the only input?</summary>
    internal virtual bool IsViewOp => false;

    internal abstract Tensor Compute(ForwardContext context, ReadOnlySpan<Tensor> inputs);

    internal abstract void Differentiate(BackwardContext context);

    /// <summary>Does backward read this input, given which of them lead to a wanted gradient?</summary>
    internal bool KeepsInput(int index, ReadOnlySpan<Edge> edges)
    {
        Keep keeps = Keeps;
        if ((keeps & Keep.Crosswise) != 0 && index < 2) return edges[1 - index].Target is not null;
        return (keeps & Keep.Inputs) != 0 || (index < 3 && (keeps & (Keep)(2 << index)) != 0);
    }

    /// <summary>Runs the op on other inputs.</summary>
    internal Tensor Again(params ReadOnlySpan<Tensor> inputs) => Run(inputs);

    /// <summary>Runs the op and records it when an input requires a gradient.</summary>
    protected Tensor Run(params ReadOnlySpan<Tensor> inputs)
    {
        if (Autocast.IsEnabled) inputs = Autocast.Convert(this, inputs);
        bool record = false;
        if (GradMode.IsEnabled && NoGradient is null)
        {
            foreach (Tensor input in inputs) record |= input.RequiresGrad;
        }
        bool dual = ForwardAD.IsActive && NoGradient is null && ForwardAD.Carries(inputs);
        // Only an op on any number of tensors sees the context.
        ForwardContext context = (record || dual) && this is NaryOp op ? ForwardContext.For(op) : ForwardContext.Unrecorded;
        Tensor output;
        using (GradMode.NoGrad())
        using (ForwardAD.Suspend())
        using (Autocast.Suspend())
            output = Compute(context, inputs);
        OpObserver.Notify(this, inputs, output);
        AnomalyMode.CheckOutput(this, output);
        if (record)
        {
            OpNode node = new(this, inputs, context);
            output.State = node;
            node.SaveOutput(output);
        }
        if (output.IsView && IsViewOp && (record || !inputs[0].RequiresGrad)) output.LooksAt(inputs[0]);
        if (dual) ForwardAD.Propagate(this, inputs, output, context.SavedTensors());
        context.Return();
        foreach (Tensor input in inputs) GC.KeepAlive(input);
        return output;
    }
}
