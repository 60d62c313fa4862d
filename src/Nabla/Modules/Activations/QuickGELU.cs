namespace Nabla;

/// <summary>Element by element, x·σ(1.702x), an approximation of GELU. Hendrycks and Gimpel (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[Export("nn.QuickGELU")]
public sealed class QuickGELU(Weights w) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.QuickGELU(x);
}
