namespace Nabla;

/// <summary>Interpolates the positions of an image linearly, with the corners aligned.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="size">Size of the output.</param>
/// <param name="scales">Or factors of the size. Exactly one of both is given.</param>
[Export("nn.UpsamplingBilinear2d")]
[FunctionalTwin(nameof(Nabla.Functional.Interpolate))]
public sealed class UpsamplingBilinear2d(Weights w, Spatial? size = null, IReadOnlyList<double>? scales = null) : Module(w)
{
    /// <summary>x [N, C, H, W]; height and width change.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Interpolate(x, size, scales, InterpolateMode.Linear, alignCorners: true);
}
