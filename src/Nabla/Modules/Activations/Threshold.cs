namespace Nabla;

/// <summary>Element by element, x above the threshold, a constant elsewhere.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="threshold">Largest value replaced.</param>
/// <param name="value">What replaces it.</param>
[Export("nn.Threshold")]
public sealed class Threshold(Weights w, double threshold, double value) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Threshold(x, threshold, value);
}
