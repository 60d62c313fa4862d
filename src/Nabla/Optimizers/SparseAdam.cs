namespace Nabla;

/// <summary>Settings of <see cref="SparseAdam"/>.</summary>
/// <param name="LearningRate">Step length, not negative.</param>
/// <param name="Beta1">Decay of the gradient's running mean, in [0, 1).</param>
/// <param name="Beta2">Decay of its square's running mean, in [0, 1).</param>
/// <param name="Epsilon">Added to the denominator, not negative.</param>
/// <param name="Maximize">Climb instead of descend.</param>
[Export("optim.SparseAdamOptions")]
public sealed record SparseAdamOptions(double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, bool Maximize = false)
    : MomentsOptions(LearningRate, Beta1, Beta2, Epsilon, 0, Maximize)
{
    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (WeightDecay != 0) throw new ArgumentOutOfRangeException(nameof(WeightDecay), WeightDecay, "SparseAdam has no weight decay: it would touch every row.");
    }
}

/// <summary>Adam that touches only the rows a step has a gradient for, for large embeddings: the means of the other rows wait.</summary>
/// <remarks>
/// A row is an element of the first axis, and has a gradient when one of its elements is not 0. θ -= η √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε) there,
/// with t the steps of the whole parameter. Numbers as in PyTorch 1.13 for a gradient that is sparse in its first axis.
/// </remarks>
[Export("optim.SparseAdam")]
public sealed class SparseAdam : Optimizer<SparseAdamOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SparseAdam(IEnumerable<Parameter> parameters, SparseAdamOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SparseAdam(IEnumerable<ParameterGroup> groups, SparseAdamOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, SparseAdamOptions options)
    {
        state.Step++;
        Tensor mean = state.Get("exp_avg", value), square = state.Get("exp_avg_sq", value);
        if (value.Count == 0) return;
        Tensor rows = gradient.Reshape(gradient.Rank == 0 ? 1 : gradient.Shape[0], -1).NotEqual(0).Any([1]).NonZero().Reshape(-1);
        if (rows.Count == 0) return;
        Tensor g = Rows(gradient, rows), m = Rows(mean, rows), v = Rows(square, rows);
        if (options.Maximize) g = -g;
        m.AddInPlace((g - m) * (1 - options.Beta1));
        v.AddInPlace((g.Square() - v) * (1 - options.Beta2));
        double length = options.LearningRate * Math.Sqrt(1 - Math.Pow(options.Beta2, state.Step)) / (1 - Math.Pow(options.Beta1, state.Step));
        Tensor p = Rows(value, rows);
        p.SubtractInPlace(m * length / (v.Sqrt() + options.Epsilon));
        Put(mean, rows, m);
        Put(square, rows, v);
        Put(value, rows, p);
    }

    private static Tensor Rows(Tensor x, Tensor rows) => x.Reshape(x.Rank == 0 ? 1 : x.Shape[0], -1).IndexSelect(0, rows);

    private static void Put(Tensor target, Tensor rows, Tensor values)
    {
        Tensor all = target.Reshape(target.Rank == 0 ? 1 : target.Shape[0], -1);
        long[] places = rows.ToArray<long>();
        for (int i = 0; i < places.Length; i++) all.Select(0, places[i]).CopyInPlace(values.Select(0, i));
    }
}
