namespace Nabla;

/// <summary>y[o] = x1ᵀ·W[o]·x2 + b[o] over the last axes of two inputs.</summary>
[Export("nn.Bilinear")]
public sealed class Bilinear : Module
{
    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c> under the path of <paramref name="w"/>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs1">Extent of the last axis of the first input.</param>
    /// <param name="inputs2">Extent of the last axis of the second input.</param>
    /// <param name="outputs">Extent of the last axis of the output.</param>
    /// <param name="bias">Add a bias?</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is not positive.</exception>
    public Bilinear(Weights w, int inputs1, int inputs2, int outputs, bool bias = true)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs1, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs2, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Weight = w.Get("weight", [outputs, inputs1, inputs2], Init.Uniform(1 / Math.Sqrt(inputs1)));
        Bias = bias ? w.Get("bias", [outputs], Init.Uniform(1 / Math.Sqrt(inputs1))) : null;
    }

    /// <summary>[outputs, inputs1, inputs2].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    /// <summary>x1 [..., inputs1], x2 [..., inputs2] -> [..., outputs].</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Combine(Tensor x1, Tensor x2) => Nabla.Functional.Bilinear(x1, x2, Weight, Bias?.Value);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"Bilinear takes two inputs; got {inputs.Count}.", nameof(inputs));
        return [Combine(inputs[0], inputs[1])];
    }
}
