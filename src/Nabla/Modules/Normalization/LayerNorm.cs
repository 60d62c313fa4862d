namespace Nabla;

/// <summary>Layer normalisation over the last axes. Ba, Kiros and Hinton (2016).</summary>
[Export("nn.LayerNorm")]
public sealed class LayerNorm : Module
{
    private readonly Shape _normalized;
    private readonly double _epsilon;

    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="normalized">The extents normalised together: the last of the input.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <param name="bias">With a scale, learn a shift too?</param>
    public LayerNorm(Weights w, Shape normalized, double epsilon = 1e-5, bool affine = true, bool bias = true)
        : base(w)
    {
        (_normalized, _epsilon) = (normalized, epsilon);
        Weight = affine ? w.Get("weight", normalized, Init.Ones) : null;
        Bias = affine && bias ? w.Get("bias", normalized, Init.Zeros) : null;
    }

    /// <summary>Scale; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>Shift; null when there is none.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [..., normalised] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LayerNorm(x, _normalized, Weight?.Value, Bias?.Value, _epsilon);
}
