namespace Nabla;

/// <summary>Element by element, log σ(x), without overflow.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.LogSigmoid")]
public sealed class LogSigmoid(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LogSigmoid(x);
}
