namespace Nabla;

public static partial class Functional
{
    /// <summary>Root-mean-square normalisation over the last axes: x/√(mean x² + epsilon)·weight. Zhang and Sennrich (2019).</summary>
    /// <param name="x">[..., normalised...].</param>
    /// <param name="normalized">The extents normalised together; the last of x.</param>
    /// <param name="weight">Scale of that shape, or null.</param>
    /// <param name="epsilon">Added to the mean square; the machine precision of the dtype when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.rms_norm")]
    public static Tensor RMSNorm(Tensor x, Shape normalized, Tensor? weight = null, double? epsilon = null)
    {
        if (normalized.Rank == 0 || x.Rank < normalized.Rank || !x.Shape.Span[^normalized.Rank..].SequenceEqual(normalized.Span))
            throw new ShapeMismatchException($"RMSNorm over {normalized} expects an input ending in these extents; got {x.Shape}.", nameof(x));
        if (weight is not null && weight.Shape != normalized) throw new ShapeMismatchException($"RMSNorm expects a weight of shape {normalized}; got {weight.Shape}.", nameof(weight));
        RmsNormOp op = new(normalized.Count, epsilon ?? (x.DType == DType.Float64 ? Math.ScaleB(1, -52) : Math.ScaleB(1, -23)), weight is not null);
        return weight is null ? op.Apply(x) : op.Apply(x, weight);
    }
}
