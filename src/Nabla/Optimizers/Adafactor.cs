using System.Text.Json.Nodes;

namespace Nabla;

/// <summary>Settings of <see cref="Adafactor"/>.</summary>
/// <param name="LearningRate">Step length, not negative; used only without <paramref name="RelativeStep"/>.</param>
/// <param name="SquareEpsilon">Added to the squared gradient, not negative.</param>
/// <param name="ScaleEpsilon">Smallest size a parameter is taken to have, not negative.</param>
/// <param name="ClipThreshold">Largest root mean square of an update, above 0.</param>
/// <param name="DecayRate">The mean of the squares of step t decays by 1 - t to this power; not above 0.</param>
/// <param name="Beta1">Decay of the update's running mean, in [0, 1); 0 for none, which saves its memory.</param>
/// <param name="WeightDecay">Share of the parameters, times the step length, that each step takes away; not negative.</param>
/// <param name="ScaleParameter">Multiply the step length by the parameter's root mean square.</param>
/// <param name="RelativeStep">Take min(10⁻², t^-½) for the step length.</param>
/// <param name="WarmUpInit">Take min(10⁻⁶ t, t^-½) instead; needs <paramref name="RelativeStep"/>.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.AdafactorOptions")]
public sealed record AdafactorOptions(double LearningRate = 1e-3, double SquareEpsilon = 1e-30, double ScaleEpsilon = 1e-3, double ClipThreshold = 1, double DecayRate = -0.8, double Beta1 = 0,
    double WeightDecay = 0, bool ScaleParameter = true, bool RelativeStep = true, bool WarmUpInit = false, bool Maximize = false)
    : OptimizerOptions(LearningRate, WeightDecay, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        NotNegative(SquareEpsilon, nameof(SquareEpsilon));
        NotNegative(ScaleEpsilon, nameof(ScaleEpsilon));
        Fraction(Beta1, nameof(Beta1));
        if (!(ClipThreshold > 0)) throw new ArgumentOutOfRangeException(nameof(ClipThreshold), ClipThreshold, "The threshold must be above 0.");
        if (!(DecayRate <= 0 && double.IsFinite(DecayRate))) throw new ArgumentOutOfRangeException(nameof(DecayRate), DecayRate, "The exponent of the decay must be a number not above 0.");
        if (WarmUpInit && !RelativeStep) throw new ArgumentOutOfRangeException(nameof(WarmUpInit), WarmUpInit, "The warm-up needs the relative step.");
    }

    /// <inheritdoc/>
    public override void Write(JsonObject group)
    {
        base.Write(group);
        group["eps"] = SavedJson.List([SquareEpsilon, ScaleEpsilon]);
        group["clip_threshold"] = ClipThreshold;
        group["decay_rate"] = DecayRate;
        group["beta1"] = Beta1;
        group["scale_parameter"] = ScaleParameter;
        group["relative_step"] = RelativeStep;
        group["warmup_init"] = WarmUpInit;
    }

    /// <inheritdoc/>
    public override OptimizerOptions Read(JsonObject group)
    {
        double[] epsilons = SavedJson.Reals(group, "eps");
        if (epsilons.Length != 2) throw new FormatException($"The saved state has {epsilons.Length} epsilons; expected 2.");
        return (AdafactorOptions)base.Read(group) with
        {
            SquareEpsilon = epsilons[0],
            ScaleEpsilon = epsilons[1],
            ClipThreshold = Real(group, "clip_threshold"),
            DecayRate = Real(group, "decay_rate"),
            Beta1 = Real(group, "beta1"),
            ScaleParameter = Flag(group, "scale_parameter"),
            RelativeStep = Flag(group, "relative_step"),
            WarmUpInit = Flag(group, "warmup_init"),
        };
    }
}

/// <summary>Adam with the running mean of the squares kept as one number a row and one a column: memory that grows with the rim of a matrix, not its area.</summary>
/// <remarks>
/// For matrices (and stacks of them) r = β r + (1 - β) mean over columns of g² + ε₁, c likewise over rows, β = 1 - t^decay;  u = g / √(r cᵀ / mean r);
/// others keep the whole mean. u is clipped to a root mean square of ClipThreshold;  θ -= α u, α = ρ max(ε₂, RMS θ).
/// Shazeer and Stern 2018, "Adafactor: adaptive learning rates with sublinear memory cost".
/// </remarks>
[Export("optim.Adafactor")]
public sealed class Adafactor : Optimizer<AdafactorOptions>
{
    private const string Row = "exp_avg_sq_row";
    private const string Column = "exp_avg_sq_col";

    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adafactor(IEnumerable<Parameter> parameters, AdafactorOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adafactor(IEnumerable<ParameterGroup> groups, AdafactorOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, AdafactorOptions options)
    {
        state.Step++;
        if (options.Maximize) gradient = -gradient;
        double decay = 1 - Math.Pow(state.Step, options.DecayRate), size = Norms.RootMeanSquare(value);
        double rate = options.LearningRate;
        if (options.RelativeStep) rate = Math.Min(options.WarmUpInit ? 1e-6 * state.Step : 1e-2, 1 / Math.Sqrt(state.Step));
        if (options.ScaleParameter) rate *= Math.Max(options.ScaleEpsilon, size);
        state.Numbers["RMS"] = size;

        Tensor squares = gradient.Square() + options.SquareEpsilon, update;
        if (value.Rank >= 2)
        {
            Tensor row = state.Get(Row, RowShape(value.Shape), value.DType, value.Backend), column = state.Get(Column, ColumnShape(value.Shape), value.DType, value.Backend);
            row.MultiplyInPlace(decay).AddInPlace(squares.Mean(-1) * (1 - decay));
            column.MultiplyInPlace(decay).AddInPlace(squares.Mean(-2) * (1 - decay));
            update = gradient * (row / row.Mean(-1, keepDims: true)).Rsqrt().Unsqueeze(-1) * column.Rsqrt().Unsqueeze(-2);
        }
        else
        {
            Tensor square = state.Get("exp_avg_sq", value);
            square.MultiplyInPlace(decay).AddInPlace(squares * (1 - decay));
            update = gradient * square.Rsqrt();
        }
        update.MultiplyInPlace(rate / Math.Max(1, Norms.RootMeanSquare(update) / options.ClipThreshold));
        if (options.Beta1 > 0) update = state.Get("exp_avg", value).MultiplyInPlace(options.Beta1).AddInPlace(update * (1 - options.Beta1));
        if (options.WeightDecay != 0) value.MultiplyInPlace(1 - (rate * options.WeightDecay));
        value.SubtractInPlace(update);
    }

    /// <inheritdoc/>
    protected override void Restore(ParameterState state, string name, Tensor saved, Parameter parameter)
    {
        if (name is not (Row or Column) || parameter.Shape.Rank < 2)
        {
            base.Restore(state, name, saved, parameter);
            return;
        }
        Shape expected = name == Row ? RowShape(parameter.Shape) : ColumnShape(parameter.Shape);
        if (saved.Shape != expected) throw new FormatException($"'{name}' has shape {saved.Shape}; for parameter {parameter.Name} it must be {expected}.");
        state.Get(name, expected, parameter.Value.DType, parameter.Value.Backend).CopyInPlace(saved);
    }

    private static Shape RowShape(Shape shape) => new([.. shape.Span[..^1]]);

    private static Shape ColumnShape(Shape shape) => new([.. shape.Span[..^2], shape[^1]]);
}
