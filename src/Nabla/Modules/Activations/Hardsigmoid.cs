namespace Nabla;

/// <summary>Element by element, min(max(x + 3, 0), 6)/6. Howard et al. (2019).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Hardsigmoid")]
public sealed class Hardsigmoid(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Hardsigmoid(x);
}
