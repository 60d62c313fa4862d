using Nabla.Kernels.Activations;

namespace Nabla;

/// <summary>An activation of x with one to three learned parameters that broadcast: one pass forward, and one backward for all gradients.</summary>
/// <remarks>Parameters that repeat in another way than along leading and trailing axes are written out first.</remarks>
internal abstract record LearnedOp<TFunction> : NaryOp
    where TFunction : struct, ILearnedActivation
{
    public override Keep Keeps => Keep.Inputs;

    /// <summary>The formula of the kernels.</summary>
    protected abstract TFunction Function { get; }

    /// <summary>∂f/∂x and the slopes along the parameters, composed so that they can be differentiated again. x and parameters broadcast.</summary>
    protected abstract (Tensor X, Tensor[] Parameters) Slopes(Tensor x, Tensor[] parameters);

    protected override Tensor Forward(ForwardContext context, ReadOnlySpan<Tensor> inputs)
    {
        Tensor[] values = Arrange(inputs, out LearnedLayout layout);
        try
        {
            Tensor y = Tensor.Empty(values[0].Shape, values[0].DType, values[0].Backend);
            if (y.Count > 0) ((IFusedActivations)y.Backend).Learned(Function, values[0], values.AsSpan(1), layout, y);
            return y;
        }
        finally
        {
            foreach (Tensor value in values) value.Dispose();
        }
    }

    protected override void Backward(BackwardContext context)
    {
        Tensor[] inputs = new Tensor[context.Count];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = context.Input(i);
        if (GradMode.IsEnabled)
        {
            (Tensor slope, Tensor[] slopes) = Slopes(inputs[0], inputs[1..]);
            for (int i = 0; i < inputs.Length; i++)
            {
                if (context.Needs(i)) context.Set(i, context.Grad * (i == 0 ? slope : slopes[i - 1]));
            }
            return;
        }
        Tensor[] values = Arrange(inputs, out LearnedLayout layout);
        Tensor?[] gradients = new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++) gradients[i] = context.Needs(i) ? Tensor.Empty(values[i].Shape, values[i].DType, values[i].Backend) : null;
        using Tensor g = context.Grad.Contiguous().Alias();
        if (g.Count > 0) ((IFusedActivations)g.Backend).LearnedBackward(Function, g, values[0], values.AsSpan(1), layout, gradients[0], gradients.AsSpan(1));
        for (int i = 0; i < inputs.Length; i++) context.Set(i, gradients[i]);
        foreach (Tensor value in values) value.Dispose();
    }

    // Contiguous handles of our own: x in the shape of the result, parameters as they are if a layout can say how they repeat, else written out.
    private static Tensor[] Arrange(ReadOnlySpan<Tensor> inputs, out LearnedLayout layout)
    {
        Shape shape = inputs[0].Shape;
        foreach (Tensor input in inputs[1..]) shape = Shape.Broadcast(shape, input.Shape);
        bool fits = TryLayout(shape, inputs[1..], out layout);
        if (!fits) layout = new(1, shape.Count, true, shape.Count, inputs.Length > 2 ? shape.Count : 1, inputs.Length > 3 ? shape.Count : 1);
        Tensor[] values = new Tensor[inputs.Length];
        for (int i = 0; i < values.Length; i++) values[i] = (i > 0 && fits ? inputs[i] : inputs[i].BroadcastTo(shape)).Contiguous().Alias();
        return values;
    }

    // Every parameter has the extents of neighbouring axes of x, all of them ending at the same axis, and 1 elsewhere.
    private static bool TryLayout(Shape shape, ReadOnlySpan<Tensor> parameters, out LearnedLayout layout)
    {
        layout = default;
        if (shape.Count == 0) return false;
        Span<long> counts = [1, 1, 1];
        int end = -1;
        for (int k = 0; k < parameters.Length; k++)
        {
            Shape own = parameters[k].Shape;
            counts[k] = own.Count;
            bool inside = false, done = false;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                int mine = axis - shape.Rank + own.Rank;
                if (shape[axis] == 1) continue;
                bool has = mine >= 0 && own[mine] != 1;
                if (has && done) return false;
                if (has && !inside)
                {
                    if (end >= 0 && end != axis) return false;
                    (inside, end) = (true, axis);
                }
                done = inside && !has;
            }
        }
        long inner = 1;
        for (int axis = end + 1; axis < shape.Rank && end >= 0; axis++) inner *= shape[axis];
        if (end < 0)
        {
            layout = new(1, shape.Count, false, 1);
            return true;
        }
        if (inner > 1)
        {
            layout = new(shape.Count / inner, inner, false, counts[0], counts[1], counts[2]);
            return true;
        }
        long width = 1;
        foreach (long count in counts)
        {
            if (count != 1 && width != 1 && count != width) return false;
            if (count != 1) width = count;
        }
        layout = new(shape.Count / width, width, true, counts[0], counts[1], counts[2]);
        return true;
    }
}
