namespace Nabla;

/// <summary>Makes the spatial axes of [N, C, ...] larger or smaller.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="size">Size of the output.</param>
/// <param name="scales">Or factors of the size, one number or one an axis. Exactly one of both is given.</param>
/// <param name="mode">How positions in between are filled.</param>
/// <param name="alignCorners">Do the centres of the corners stay in place?</param>
/// <param name="recomputeScaleFactor">Place positions by the ratio of the sizes.</param>
/// <param name="antialias">Widen the filter when shrinking.</param>
[Export("nn.Upsample")]
[FunctionalTwin(nameof(Nabla.Functional.Interpolate))]
public sealed class Upsample(
    Weights w, Spatial? size = null, IReadOnlyList<double>? scales = null, InterpolateMode mode = InterpolateMode.Nearest, bool alignCorners = false,
    bool recomputeScaleFactor = false, bool antialias = false) : Module(w)
{
    /// <summary>x [N, C, L], [N, C, H, W] or [N, C, D, H, W]; the spatial axes change.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Interpolate(x, size, scales, mode, alignCorners, recomputeScaleFactor, antialias);
}
