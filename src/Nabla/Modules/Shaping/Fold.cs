namespace Nabla;

/// <summary>Adds patches, one a column, back into an image (col2im).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="output">Height and width of the image.</param>
/// <param name="kernel">Patch size.</param>
/// <param name="dilation">Distance of positions inside a patch; 1 when omitted.</param>
/// <param name="padding">Positions cut off on both sides; 0 when omitted.</param>
/// <param name="stride">Distance of patches; 1 when omitted.</param>
[Export("nn.Fold")]
public sealed class Fold(Weights w, Spatial output, Spatial kernel, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null) : Module(w)
{
    /// <summary>x [N, C·KH·KW, patches] -> [N, C, H, W].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Fold(x, output, kernel, dilation, padding, stride);
}
