using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Momentum whose direction is made orthogonal: every singular value of a matrix's step is about as large as the others.</summary>
/// <remarks>
/// m = μm + (1 - μ)g;  d = μm + (1 - μ)g with Nesterov, m without;  θ -= ηλθ + η s(A, B) · Orthogonal(d).
/// Kernels of convolutions [O, I, ...] count as matrices [O, I·...]. Vectors, scalars and the groups told so take the step of
/// <see cref="AdamW"/> with the same learning rate and an epsilon of 10⁻⁸. One remembered number a matrix element, half of Adam's. A step costs
/// about 6 · steps · B · A² multiplications for A ≤ B, which is little beside a batch of more than a few times A rows.
/// Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"; scales, defaults and the step of matrices as in PyTorch, computed in the
/// parameter's own precision rather than in bfloat16.
/// </remarks>
[Export("optim.Muon")]
public sealed class Muon : Optimizer<MuonOptions>
{
    /// <summary>Optimises parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Muon(IEnumerable<Parameter> parameters, MuonOptions? options = null)
        : base(parameters, options ?? new())
    {
    }

    /// <summary>Optimises groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Muon(IEnumerable<ParameterGroup> groups, MuonOptions? options = null)
        : base(groups, options ?? new())
    {
    }

    /// <summary>About the orthogonal matrix U Vᵀ nearest to x = U S Vᵀ, by the iteration of Newton and Schulz.</summary>
    /// <remarks>
    /// x = x / ‖x‖;  then x = 3.4445 x - 4.775 (x xᵀ) x + 2.0315 (x xᵀ)² x, a polynomial steep at 0 that ends with singular values between about 0.7 and 1.2
    /// instead of exactly 1; those below 10⁻³ of the norm stay smaller after five steps.
    /// </remarks>
    /// <param name="x">[A, B], floating.</param>
    /// <param name="steps">Iterations, at least 1.</param>
    /// <param name="epsilon">Smallest norm that x is divided by.</param>
    /// <exception cref="ArgumentException">x is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step, or epsilon is negative.</exception>
    [Export("optim.orthogonalize")]
    public static Tensor Orthogonalize(Tensor x, int steps = 5, double epsilon = 1e-7)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2) throw new ArgumentException($"Orthogonalize takes a matrix [A, B]; got {x.Shape}.", nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (!(epsilon >= 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "epsilon must be at least 0.");
        bool tall = x.Shape[0] > x.Shape[1];
        Tensor y = tall ? x.Transpose(0, 1) : x;
        y /= y.Square().Sum().Sqrt().Clamp(low: epsilon);
        for (int step = 0; step < steps; step++)
        {
            Tensor gram = y.MatMul(y.Transpose(0, 1));
            Tensor polynomial = (gram * -4.7750) + (gram.MatMul(gram) * 2.0315);
            y = (y * 3.4445) + polynomial.MatMul(y);
        }
        return tall ? y.Transpose(0, 1) : y;
    }

    /// <inheritdoc/>
    protected override void Update(Tensor value, Tensor gradient, ParameterState state, MuonOptions options)
    {
        if (value.Rank < 2 || !options.Matrices)
        {
            state.Step++;
            AdamSettings settings = new(options.LearningRate, options.Beta1, options.Beta2, 1e-8, options.WeightDecay, true, false, options.Maximize);
            Tensor mean = state.Get("exp_avg", value), square = state.Get("exp_avg_sq", value);
            if (FusedFor(value) is { } kernels) kernels.AdamStep(value, gradient.Contiguous(), mean, square, null, state.Step, settings);
            else Adam.Compose(value, gradient, mean, square, null, state.Step, settings);
            return;
        }
        if (options.Maximize) gradient = -gradient;
        double kept = options.Momentum;
        Tensor momentum = state.Get("momentum_buffer", value);
        momentum.MultiplyInPlace(kept).AddInPlace(gradient * (1 - kept));
        Tensor direction = options.Nesterov ? (momentum * kept) + (gradient * (1 - kept)) : momentum;
        (long rows, long columns) = (value.Shape[0], value.Count / Math.Max(1, value.Shape[0]));
        double length = options.LearningRate * (options.Scale == MuonScale.Original ? Math.Sqrt(Math.Max(1, (double)rows / columns)) : 0.2 * Math.Sqrt(Math.Max(rows, columns)));
        value.MultiplyInPlace(1 - (options.LearningRate * options.WeightDecay))
            .SubtractInPlace(Orthogonalize(direction.Reshape(rows, columns), options.Steps, options.Epsilon).Reshape(value.Shape) * length);
    }
}
