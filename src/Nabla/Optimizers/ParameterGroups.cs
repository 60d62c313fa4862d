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

    /// <summary>
    /// Groups for <see cref="Muon"/>: the matrices and filters of hidden layers; the matrices that are none, which take AdamW's step (embeddings, tables of positions,
    /// tokens and the last linear layer, that is, what looks up or is read out rather than maps activations to activations); and parameters of at most one axis, without decay.
    /// </summary>
    /// <remarks>As in Jordan et al. 2024: a lookup's gradient touches few rows, and every row of a head answers for a class of its own, so neither is to be made orthogonal.</remarks>
    /// <param name="module">The model.</param>
    /// <param name="options">Settings of all groups, but for <see cref="MuonOptions.Matrices"/> and the decay of vectors.</param>
    /// <returns>The groups that are not empty; frozen parameters are left out.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    [Export("optim.ParameterGroups.for_muon")]
    public static IReadOnlyList<ParameterGroup> ForMuon(Module module, MuonOptions options)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<Parameter> looked = new(ReferenceEqualityComparer.Instance);
        foreach (Module part in module.Modules())
        {
            if (part is Embedding or EmbeddingBag or LearnedPositionalEncoding) looked.UnionWith(part.Parameters());
        }
        if (module.Modules().OfType<Linear>().LastOrDefault() is { } head) looked.UnionWith(head.Parameters());
        Parameter[] parameters = [.. module.Parameters().Where(parameter => parameter.Trainable)];
        Parameter[] matrices = [.. parameters.Where(parameter => parameter.Shape.Rank > 1)];
        return
        [
            .. new[]
            {
                new ParameterGroup(matrices.Where(IsHidden), options with { Matrices = true }),
                new ParameterGroup(matrices.Where(parameter => !IsHidden(parameter)), options with { Matrices = false }),
                new ParameterGroup(parameters.Where(parameter => parameter.Shape.Rank <= 1), options with { Matrices = false }) { WeightDecay = 0 },
            }.Where(group => group.Parameters.Count > 0),
        ];

        // Layers call what they multiply by "weight" (in_proj_weight, weight_ih_l0); tables and tokens have names of their own.
        bool IsHidden(Parameter parameter)
        {
            string name = parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];
            return !looked.Contains(parameter) && (name.StartsWith("weight", StringComparison.Ordinal) || name.EndsWith("_weight", StringComparison.Ordinal));
        }
    }
}
