namespace Nabla;

/// <summary>Element by element, sin(omega·x). Sitzmann et al. (2020).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="omega">Frequency.</param>
[Export("nn.Sine")]
public sealed class Sine(Weights w, double omega = 30) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Sine(x, omega);
}
