namespace Nabla;

/// <summary>Element by element, x above 0, slope·x elsewhere.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="slope">Factor of negative values.</param>
[Export("nn.LeakyReLU")]
public sealed class LeakyReLU(Weights w, double slope = 0.01) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LeakyReLU(x, slope);
}
