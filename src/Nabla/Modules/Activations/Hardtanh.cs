namespace Nabla;

/// <summary>Element by element, x limited to [low, high].</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="low">Lower limit.</param>
/// <param name="high">Upper limit; not below the lower.</param>
[Export("nn.Hardtanh")]
public sealed class Hardtanh(Weights w, double low = -1, double high = 1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Hardtanh(x, low, high);
}
