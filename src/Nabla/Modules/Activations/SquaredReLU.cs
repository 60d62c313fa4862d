namespace Nabla;

/// <summary>Element by element, max(x, 0)². So et al. (2021).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.SquaredReLU")]
public sealed class SquaredReLU(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.SquaredReLU(x);
}
