namespace Nabla;

/// <summary>Fixup: residual networks without normalisation that train at any depth. Zhang, Dauphin and Ma (2019).</summary>
[Export("nn.init.FixupInit")]
public static class FixupInit
{
    /// <summary>Sets the weights of residual branches, and of the classifier behind them.</summary>
    /// <param name="branches">The residual branches x + f(x), in order; each holds at least two weights of two or more axes, in the order they are applied.</param>
    /// <param name="classifier">The last layer, which begins at 0; null leaves it alone.</param>
    /// <param name="generator">Where weights come from; <see cref="Generator.Default"/> when null.</param>
    /// <remarks>
    /// With L branches of m weights, He's normal weights are scaled by L^(-1/(2m - 2)), the last weight of each branch is 0, and so are the biases. At the start every block is the
    /// identity, and one step of gradient descent changes the network by about the learning rate, at any depth. Scalars that the model puts before and after its layers
    /// (the paper's third rule) keep the 0 and 1 they have.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no branch, or one has fewer than two weights.</exception>
    [Export("nn.init.FixupInit.apply")]
    public static void Apply(IEnumerable<Module> branches, Module? classifier = null, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(branches);
        Module[] all = [.. branches];
        if (all.Length == 0) throw new ArgumentException("Fixup needs at least one residual branch.", nameof(branches));
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (Module branch in all)
        {
            Parameter[] weights = [.. branch.Parameters().Where(p => p.Shape.Rank >= 2)];
            if (weights.Length < 2) throw new ArgumentException($"The branch '{branch.Path}' has {weights.Length} weights; Fixup needs two or more.", nameof(branches));
            double scale = DepthScales.Fixup(all.Length, weights.Length);
            foreach (Parameter weight in weights[..^1])
            {
                Init.KaimingNormal()(weight.Value.Detach(), generator ?? Generator.Default);
                weight.Value.Detach().MultiplyInPlace(scale);
            }
            weights[^1].Value.Detach().FillInPlace(0);
            foreach (Parameter bias in branch.Parameters().Where(p => p.Name.EndsWith("bias", StringComparison.Ordinal))) bias.Value.Detach().FillInPlace(0);
        }
        foreach (Parameter last in classifier?.Parameters() ?? []) last.Value.Detach().FillInPlace(0);
    }
}
