namespace Nabla;

/// <summary>Moves space into channels; the inverse of PixelShuffle.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="factor">r.</param>
[Export("nn.PixelUnshuffle")]
public sealed class PixelUnshuffle(Weights w, int factor) : Module(w)
{
    /// <summary>x [..., C, H·r, W·r] -> [..., C·r², H, W].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.PixelUnshuffle(x, factor);
}
