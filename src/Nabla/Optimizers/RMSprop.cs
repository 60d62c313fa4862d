namespace Nabla;

/// <summary>Settings of <see cref="RMSprop"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Alpha">Decay of the running mean of the squares, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="WeightDecay">Factor of the parameters added to the gradient, not negative.</param>
/// <param name="Momentum">Share of the previous direction that is kept, not negative.</param>
/// <param name="Centered">Divide by the deviation instead of the root mean square.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.RMSpropOptions")]
public sealed record RMSpropOptions(
    double LearningRate = 0.01, double Alpha = 0.99, double Epsilon = 1e-8, double WeightDecay = 0, double Momentum = 0, bool Centered = false, bool Maximize = false)
    : MeanSquareOptions(LearningRate, Alpha, Epsilon, WeightDecay, Momentum, Centered, Maximize);

/// <summary>Divides the gradient by a running root mean square.</summary>
/// <remarks>
/// v = αv + (1 - α)g²;  d = √v + ε, or √(v - m²) + ε when centred with m = αm + (1 - α)g;  θ -= η g / d, with momentum b = μb + g / d, θ -= ηb.
/// Numbers as in PyTorch 1.13. Tieleman and Hinton 2012, lecture 6.5; centred: Graves 2013.
/// </remarks>
[Export("optim.RMSprop")]
public sealed class RMSprop : MeanSquareOptimizer<RMSpropOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RMSprop(IEnumerable<Parameter> parameters, RMSpropOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RMSprop(IEnumerable<ParameterGroup> groups, RMSpropOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, RMSpropOptions options) => Update(
        value, gradient, state, 0, new(options.LearningRate, options.Alpha, options.Epsilon, options.WeightDecay, options.Momentum, options.Centered, options.Maximize));
}
