namespace Nabla;

/// <summary>Element by element, x·tanh(log(1 + e^x)). Misra (2019).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Mish")]
public sealed class Mish(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Mish(x);
}
