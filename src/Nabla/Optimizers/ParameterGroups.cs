namespace Nabla;

/// <summary>Usual ways to split a model's parameters.</summary>
public static class ParameterGroups
{
    /// <summary>Two groups: matrices and filters with weight decay, and biases, scales and other parameters of at most one axis without.</summary>
    /// <param name="module">The model.</param>
    /// <param name="weightDecay">Strength of the decay of the first group.</param>
    /// <returns>The groups that are not empty; frozen parameters are left out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The decay is negative.</exception>
    [Export("optim.ParameterGroups.without_decay")]
    public static IReadOnlyList<ParameterGroup> WithoutDecay(Module module, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(module);
        OptimizerOptions.NotNegative(weightDecay, nameof(weightDecay));
        Parameter[] parameters = [.. module.Parameters().Where(parameter => parameter.Trainable)];
        ParameterGroup decayed = new(parameters.Where(parameter => parameter.Shape.Rank > 1)) { WeightDecay = weightDecay };
        ParameterGroup plain = new(parameters.Where(parameter => parameter.Shape.Rank <= 1)) { WeightDecay = 0 };
        return [.. new[] { decayed, plain }.Where(group => group.Parameters.Count > 0)];
    }
}
