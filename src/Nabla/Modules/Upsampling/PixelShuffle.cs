namespace Nabla;

/// <summary>Moves channels into space. Shi et al. (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="factor">r.</param>
[Export("nn.PixelShuffle")]
public sealed class PixelShuffle(Weights w, int factor) : Module(w)
{
    /// <summary>x [..., C·r², H, W] -> [..., C, H·r, W·r].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.PixelShuffle(x, factor);
}
