namespace Nabla;

/// <summary>Element by element, x·erf(log(1 + e^x)). Nag and Bhattacharyya (2021).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Serf")]
public sealed class Serf(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Serf(x);
}
