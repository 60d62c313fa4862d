namespace Nabla;

/// <summary>Root-mean-square normalisation over the last axes. Zhang and Sennrich (2019).</summary>
[Export("nn.RMSNorm")]
public sealed class RMSNorm : Module
{
    private readonly Shape _normalized;
    private readonly double? _epsilon;

    /// <summary>Reads, or creates, <c>weight</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="normalized">The extents normalised together: the last of the input.</param>
    /// <param name="epsilon">Added to the mean square; the machine precision of the dtype when omitted.</param>
    /// <param name="affine">Learn a scale?</param>
    public RMSNorm(Weights w, Shape normalized, double? epsilon = null, bool affine = true)
        : base(w)
    {
        (_normalized, _epsilon) = (normalized, epsilon);
        Weight = affine ? w.Get("weight", normalized, Init.Ones) : null;
    }

    /// <summary>Scale; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>x [..., normalised] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.RMSNorm(x, _normalized, Weight?.Value, _epsilon);
}
