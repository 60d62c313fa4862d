namespace Nabla;

/// <summary>y = x·Wᵀ + b over the last axis.</summary>
[Export("nn.Linear")]
public sealed class Linear : Module
{
    private PreparedLinear? _prepared;

    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c> under the path of <paramref name="w"/>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Extent of the last axis of the input.</param>
    /// <param name="outputs">Extent of the last axis of the output.</param>
    /// <param name="bias">Add a bias?</param>
    /// <param name="initializer">Sets fresh weights; PyTorch's default when omitted.</param>
    /// <param name="biasInitializer">Sets fresh biases; PyTorch's default when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative.</exception>
    public Linear(Weights w, int inputs, int outputs, bool bias = true, Initializer? initializer = null, Initializer? biasInitializer = null)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        Weight = w.Get("weight", [outputs, inputs], initializer ?? Init.KaimingUniform(a: Math.Sqrt(5)));
        Bias = bias ? w.Get("bias", [outputs], biasInitializer ?? Init.Uniform(inputs > 0 ? 1 / Math.Sqrt(inputs) : 0)) : null;
    }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [..., inputs] -> [..., outputs].</summary>
    public override Tensor Forward(Tensor x) => Forward(x, LinearActivation.None) ?? Nabla.Functional.Linear(x, Weight, Bias?.Value);

    /// <summary>The layer and an activation in one pass; null when they cannot be joined.</summary>
    internal Tensor? Forward(Tensor x, LinearActivation activation)
    {
        if (PreparedLinear.Takes(x, this)) return PreparedLinear.Run(ref _prepared, this, x, activation);
        // The weight is about to change; do not hold on to a copy.
        if (GradMode.IsEnabled) _prepared = null;
        return null;
    }
}
