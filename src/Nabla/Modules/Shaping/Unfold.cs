namespace Nabla;

/// <summary>The patches that a convolution would see, one a column (im2col).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="kernel">Patch size.</param>
/// <param name="dilation">Distance of positions inside a patch; 1 when omitted.</param>
/// <param name="padding">Zeros on both sides; 0 when omitted.</param>
/// <param name="stride">Distance of patches; 1 when omitted.</param>
[Export("nn.Unfold")]
public sealed class Unfold(Weights w, Spatial kernel, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null) : Module(w)
{
    /// <summary>x [N, C, H, W] -> [N, C·KH·KW, patches].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Unfold(x, kernel, dilation, padding, stride);
}
