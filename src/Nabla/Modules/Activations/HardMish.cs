namespace Nabla;

/// <summary>Element by element, ½x·min(max(x + 2, 0), 2).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.HardMish")]
public sealed class HardMish(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.HardMish(x);
}
