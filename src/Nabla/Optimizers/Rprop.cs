using System.Text.Json.Nodes;
using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Settings of <see cref="Rprop"/>.</summary>
/// <param name="LearningRate">First step size of every element, not negative.</param>
/// <param name="Shrink">Factor of the step size when the gradient changes its sign, in (0, 1).</param>
/// <param name="Grow">Factor of the step size when it does not, above 1.</param>
/// <param name="SmallestStep">Bound of the step size, not negative.</param>
/// <param name="LargestStep">Bound of the step size, not below the smallest.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.RpropOptions")]
public sealed record RpropOptions(double LearningRate = 0.01, double Shrink = 0.5, double Grow = 1.2, double SmallestStep = 1e-6, double LargestStep = 50, bool Maximize = false)
    : OptimizerOptions(LearningRate, 0, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (WeightDecay != 0) throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, "Rprop looks at signs alone and has no weight decay.");
        if (!(Shrink is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(Shrink), Shrink, "Shrink must be above 0 and below 1.");
        if (!(Grow > 1 && double.IsFinite(Grow))) throw new ArgumentOutOfRangeException(nameof(Grow), Grow, "Grow must be a number above 1.");
        NotNegative(SmallestStep, nameof(SmallestStep));
        if (!(LargestStep >= SmallestStep && double.IsFinite(LargestStep)))
            throw new ArgumentOutOfRangeException(nameof(LargestStep), LargestStep, $"The largest step must be a number not below the smallest, {SmallestStep}.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["etas"] = SavedJson.List([Shrink, Grow]);
        group["step_sizes"] = SavedJson.List([SmallestStep, LargestStep]);
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group)
    {
        double[] factors = SavedJson.Reals(group, "etas"), bounds = SavedJson.Reals(group, "step_sizes");
        if (factors.Length != 2 || bounds.Length != 2) throw new FormatException($"The saved state has {factors.Length} etas and {bounds.Length} step sizes; expected 2 of each.");
        return (RpropOptions)base.Read(group) with { Shrink = factors[0], Grow = factors[1], SmallestStep = bounds[0], LargestStep = bounds[1] };
    }
}

/// <summary>Every element has a step size of its own, which grows while the gradient keeps its sign; for whole batches, since noise turns signs.</summary>
/// <remarks>
/// s = clamp(s · (Grow if g gₜ₋₁ &gt; 0, Shrink if &lt; 0, else 1));  θ -= s sign g, but not where the sign changed. Numbers as in PyTorch 1.13.
/// Riedmiller and Braun 1993, "A direct adaptive method for faster backpropagation learning".
/// </remarks>
[Export("optim.Rprop")]
public sealed class Rprop : Optimizer<RpropOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Rprop(IEnumerable<Parameter> parameters, RpropOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Rprop(IEnumerable<ParameterGroup> groups, RpropOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, RpropOptions options)
    {
        state.Step++;
        Tensor previous = state.Get("prev", value), size = state.Get("step_size", value, options.LearningRate);
        if (FusedFor(value) is { } kernels)
        {
            kernels.Step(value, gradient.Contiguous(), previous, size, null, new RpropRule(options.Shrink, options.Grow, options.SmallestStep, options.LargestStep, options.Maximize));
            return;
        }
        if (options.Maximize) gradient = -gradient;
        Tensor same = gradient * previous, turned = same < 0;
        Tensor factor = (same > 0).Where(Tensor.Full([], options.Grow, value.DType), turned.Where(Tensor.Full([], options.Shrink, value.DType), Tensor.Ones([], value.DType)));
        size.CopyInPlace((size * factor).Clamp(options.SmallestStep, options.LargestStep));
        Tensor kept = turned.Where(Tensor.Zeros([], value.DType), gradient);
        value.SubtractInPlace(kept.Sign() * size);
        previous.CopyInPlace(kept);
    }
}
