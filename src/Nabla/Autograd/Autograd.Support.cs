namespace Nabla;

public static partial class Autograd
{
    private static Func<Tensor[], Tensor[]> Many(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => [function(x[0])];
    }

    private static Func<Tensor[], Tensor> Scalar(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return x => function(x[0]);
    }

    /// <summary>The inputs ready to be differentiated: still tied to their history when a graph is wanted, else cut off.</summary>
    private static Tensor[] Leaves(Delegate function, IReadOnlyList<Tensor> inputs, bool createGraph)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] own = new Tensor[inputs.Count];
        for (int i = 0; i < own.Length; i++)
        {
            if (!inputs[i].DType.IsFloating()) throw new ArgumentException($"Input {i} is {inputs[i].DType.Name()}; only floating-point tensors can be differentiated.", nameof(inputs));
            own[i] = createGraph && inputs[i].RequiresGrad ? new SameOp().Apply(inputs[i]) : ForwardAD.Constant(inputs[i]).WithGrad();
        }
        return own;
    }

    private static Tensor[] Matched(IReadOnlyList<Tensor> v, Tensor[] expected, string name, string what)
    {
        if (v.Count != expected.Length) throw new ArgumentException($"{v.Count} tensors for {expected.Length} {what}s.", name);
        Tensor[] matched = new Tensor[v.Count];
        for (int i = 0; i < matched.Length; i++)
        {
            if (v[i].Shape != expected[i].Shape) throw new ShapeMismatchException($"Tensor {i} has shape {v[i].Shape}; {what} {i} has {expected[i].Shape}.", name);
            matched[i] = v[i].To(expected[i].DType);
        }
        return matched;
    }

    private static void CheckUse(Tensor[] outputs, Tensor[] inputs, bool strict)
    {
        if (!strict) return;
        for (int j = 0; j < outputs.Length; j++)
        {
            if (!outputs[j].RequiresGrad) throw new InvalidOperationException($"Output {j} of the function does not depend on its inputs.");
            Tensor?[] found = Grad(outputs[j], inputs, Tensor.Zeros(outputs[j].Shape, outputs[j].DType, outputs[j].Backend), retainGraph: true, allowUnused: true);
            int unused = Array.IndexOf(found, null);
            if (unused >= 0) throw new InvalidOperationException($"Output {j} of the function does not depend on input {unused}.");
        }
    }

    /// <summary>One backward pass; zeros where nothing flows.</summary>
    private static Tensor[] Pull(Tensor[] outputs, Tensor[] inputs, Tensor?[]? weights, bool createGraph, bool keep)
    {
        int[] recorded = [.. Enumerable.Range(0, outputs.Length).Where(i => outputs[i].RequiresGrad)];
        if (weights is null && (outputs.Length != 1 || outputs[0].Count != 1))
            throw new InvalidOperationException($"Without weights the function must give one number; it gave {string.Join(", ", outputs.Select(output => output.Shape))}.");
        Tensor?[] found = recorded.Length == 0
            ? new Tensor?[inputs.Length]
            : Grad([.. recorded.Select(i => outputs[i])], inputs, weights is null ? null : [.. recorded.Select(i => weights[i])], keep, createGraph, allowUnused: true);
        return [.. found.Select((gradient, i) => gradient ?? Tensor.Zeros(inputs[i].Shape, inputs[i].DType, inputs[i].Backend))];
    }

    private static Tensor[] Results(Tensor[] values, bool createGraph) => createGraph ? values : [.. values.Select(value => value.RequiresGrad ? ForwardAD.Constant(value) : value)];
}
