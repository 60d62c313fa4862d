namespace Nabla;

/// <summary>Returns its input.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.Identity")]
public sealed class Identity(Weights w) : Module(w)
{
    /// <summary>x.</summary>
    public override Tensor Forward(Tensor x) => x;
}
