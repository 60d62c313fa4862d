namespace Nabla;

/// <summary>All parameters of a model as one vector, and back: what line searches and evolution strategies work on.</summary>
public static class ParameterVector
{
    /// <summary>The values one after the other, [Σ elements]; recorded, so that gradients reach the parameters.</summary>
    /// <param name="parameters">Parameters of one dtype.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    [Export("nn.utils.parameters_to_vector")]
    public static Tensor From(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Tensor[] parts = [.. parameters.Select(parameter => parameter.Value.Ravel())];
        return parts.Length > 0 ? Tensor.Cat(parts, 0) : throw new ArgumentException("There are no parameters.", nameof(parameters));
    }

    /// <summary>Copies the parts of a vector into the parameters; on an error nothing has changed.</summary>
    /// <param name="vector">[Σ elements], converted to each parameter's dtype.</param>
    /// <param name="parameters">The parameters, in the order of <see cref="From"/>.</param>
    /// <exception cref="ShapeMismatchException">The vector has not one element for each of the parameters'.</exception>
    [Export("nn.utils.vector_to_parameters")]
    public static void Into(Tensor vector, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(vector);
        ArgumentNullException.ThrowIfNull(parameters);
        Parameter[] targets = [.. parameters];
        long count = targets.Sum(parameter => parameter.Shape.Count);
        if (vector.Rank != 1 || vector.Count != count) throw new ShapeMismatchException($"{targets.Length} parameters of {count} elements need a vector [{count}]; got shape {vector.Shape}.", nameof(vector));
        using GradMode.Restore mode = GradMode.NoGrad();
        long start = 0;
        foreach (Parameter target in targets)
        {
            target.Value.CopyInPlace(vector.Narrow(0, start, target.Shape.Count).Reshape(target.Shape));
            start += target.Shape.Count;
        }
    }
}
