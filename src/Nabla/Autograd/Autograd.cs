namespace Nabla;

/// <summary>Gradients as values, without touching <see cref="Tensor.Grad"/>.</summary>
public static partial class Autograd
{
    /// <summary>Gradients of <paramref name="output"/> with respect to <paramref name="inputs"/>.</summary>
    /// <param name="output">A recorded value; a scalar unless <paramref name="gradient"/> is given.</param>
    /// <param name="inputs">Tensors that require a gradient; leaves or not.</param>
    /// <param name="gradient">Gradient entering at the output.</param>
    /// <param name="retainGraph">Keep what is saved; on by default when <paramref name="createGraph"/> is.</param>
    /// <param name="createGraph">Record the backward pass, so that the results can be differentiated again.</param>
    /// <param name="allowUnused">Return null for an input the output does not depend on, rather than throwing.</param>
    /// <exception cref="InvalidOperationException">An input does not require a gradient, or is unused and that was not allowed.</exception>
    [Export("autograd.grad")]
    public static Tensor?[] Grad(
        Tensor output, IReadOnlyList<Tensor> inputs, Tensor? gradient = null, bool? retainGraph = null, bool createGraph = false, bool allowUnused = false)
        => Grad([output], inputs, gradient is null ? null : [gradient], retainGraph, createGraph, allowUnused);

    /// <summary>Gradients of the sum of several outputs, each weighted with its own entering gradient.</summary>
    /// <inheritdoc cref="Grad(Tensor, IReadOnlyList{Tensor}, Tensor?, bool?, bool, bool)"/>
    public static Tensor?[] Grad(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? gradients = null, bool? retainGraph = null, bool createGraph = false, bool allowUnused = false)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        GraphNode[] targets = new GraphNode[inputs.Count];
        for (int i = 0; i < targets.Length; i++)
        {
            if (!inputs[i].RequiresGrad) throw new InvalidOperationException($"Input {i} of shape {inputs[i].Shape} does not require a gradient.");
            targets[i] = inputs[i].State!;
        }
        List<(GraphNode, Tensor)> roots = [];
        for (int i = 0; i < outputs.Count; i++) roots.Add(Root(outputs[i], gradients?[i]));
        Dictionary<GraphNode, Tensor> found = Engine.Run(roots, targets, retainGraph ?? createGraph, createGraph);
        Tensor?[] results = new Tensor?[targets.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = found.GetValueOrDefault(targets[i]);
            if (results[i] is null && !allowUnused)
                throw new InvalidOperationException($"Input {i} of shape {inputs[i].Shape} was not used to compute the output; pass allowUnused: true to get null for it.");
        }
        return results;
    }

    internal static (GraphNode Node, Tensor Grad) Root(Tensor output, Tensor? gradient)
    {
        if (!output.RequiresGrad)
            throw new InvalidOperationException("Backward needs a value that depends on a tensor that requires a gradient; nothing was recorded for this one.");
        if (gradient is null)
        {
            if (output.Count != 1) throw new InvalidOperationException($"Without a gradient, backward starts at a single number; this tensor has shape {output.Shape}.");
            gradient = Tensor.Ones(output.Shape, output.DType, output.Backend).Persist();
        }
        else
        {
            if (gradient.Shape != output.Shape)
                throw new ShapeMismatchException($"The entering gradient has shape {gradient.Shape}; expected the output's shape {output.Shape}.", nameof(gradient));
            gradient = gradient.DType == output.DType ? gradient.Alias() : gradient.To(output.DType).Persist();
        }
        return (output.State!, gradient);
    }
}
