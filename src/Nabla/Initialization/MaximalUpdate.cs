namespace Nabla;

/// <summary>Maximal update parameterisation (muP): initial variances and learning rates under which the best settings do not move when the width grows.</summary>
/// <remarks>
/// Yang and Hu (2021), Yang et al. (2022), table 8, for Adam. A matrix whose fan-in grew by m is drawn with variance ∝ 1/fanIn and learns 1/m as fast; the last layer
/// is drawn with deviation ∝ 1/fanIn as well; vectors and matrices whose fan-in does not grow learn at the base rate. At the base width all is as usual.
/// </remarks>
[Export("nn.init.MaximalUpdate")]
public static class MaximalUpdate
{
    /// <summary>The role of a weight of shape <paramref name="wide"/> in a model whose base has the shape <paramref name="small"/>.</summary>
    /// <param name="wide">[out, in, kernel...] or [width].</param>
    /// <param name="small">The same parameter of the base model.</param>
    /// <returns>The role, and by how much the fan-in grew.</returns>
    /// <exception cref="ShapeMismatchException">The shapes have different ranks.</exception>
    [Export("nn.init.MaximalUpdate.classify")]
    public static (WidthRole Role, double Growth) Classify(Shape wide, Shape small)
    {
        if (wide.Rank != small.Rank) throw new ShapeMismatchException($"A parameter of shape {wide} does not belong to one of shape {small} in the base model.", nameof(small));
        if (wide.Rank < 2) return (WidthRole.Input, 1);
        double growth = (double)Init.Fan(wide) / Init.Fan(small);
        if (growth == 1) return (WidthRole.Input, 1);
        return (wide[0] == small[0] ? WidthRole.Output : WidthRole.Hidden, growth);
    }

    /// <summary>Redraws the weights that <see cref="WidthRole.Output"/> marks smaller by √growth than standard initialisation left them.</summary>
    /// <param name="model">Freshly initialised with variances ∝ 1/fanIn.</param>
    /// <param name="baseModel">The same architecture at the base width; shapes are enough.</param>
    /// <exception cref="ArgumentException">The models have different parameters.</exception>
    [Export("nn.init.MaximalUpdate.rescale")]
    public static void Rescale(Module model, Module baseModel)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((Parameter wide, Parameter small) in Pair(model, baseModel))
        {
            (WidthRole role, double growth) = Classify(wide.Shape, small.Shape);
            if (role == WidthRole.Output) wide.Value.Detach().MultiplyInPlace(1 / Math.Sqrt(growth));
        }
    }

    /// <summary>Parameter groups with muP's learning rates for Adam and AdamW.</summary>
    /// <param name="model">The model.</param>
    /// <param name="baseModel">The same architecture at the base width; shapes are enough.</param>
    /// <param name="learningRate">The rate that is best at the base width.</param>
    /// <exception cref="ArgumentException">The models have different parameters.</exception>
    [Export("nn.init.MaximalUpdate.groups")]
    public static IReadOnlyList<ParameterGroup> Groups(Module model, Module baseModel, double learningRate)
    {
        OptimizerOptions.NotNegative(learningRate, nameof(learningRate));
        return
        [
            .. Pair(model, baseModel).GroupBy(pair => Classify(pair.Wide.Shape, pair.Small.Shape).Growth)
                .Select(group => new ParameterGroup(group.Select(pair => pair.Wide)) { LearningRate = learningRate / group.Key }),
        ];
    }

    private static IEnumerable<(Parameter Wide, Parameter Small)> Pair(Module model, Module baseModel)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(baseModel);
        Parameter[] wide = [.. model.Parameters()], small = [.. baseModel.Parameters()];
        if (!wide.Select(p => p.Name).SequenceEqual(small.Select(p => p.Name), StringComparer.Ordinal)) throw new ArgumentException("The base model has other parameters than the model.", nameof(baseModel));
        return wide.Zip(small);
    }
}
