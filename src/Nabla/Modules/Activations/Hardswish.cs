namespace Nabla;

/// <summary>Element by element, x·min(max(x + 3, 0), 6)/6. Howard et al. (2019).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Hardswish")]
public sealed class Hardswish(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Hardswish(x);
}
