namespace Nabla;

/// <summary>Cosines between x and learned directions, times a scale: a linear layer with cosine normalisation. Luo et al. (2017).</summary>
[Export("nn.CosineLinear")]
public sealed class CosineLinear : Module
{
    private readonly double _scale;

    /// <summary>Reads, or creates, <c>weight</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="scale">Factor of the cosines.</param>
    public CosineLinear(Weights w, int inputs, int outputs, double scale = 1)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        _scale = scale;
        Weight = w.Get("weight", [outputs, inputs], Init.KaimingUniform(a: Math.Sqrt(5)));
    }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>x [..., inputs] -> [..., outputs].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.CosineLinear(x, Weight, _scale);
}
