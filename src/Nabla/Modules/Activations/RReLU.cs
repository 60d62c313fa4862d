namespace Nabla;

/// <summary>Leaky ReLU whose slope is drawn anew for each negative element in training. Xu et al. (2015).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="lower">Smallest slope.</param>
/// <param name="upper">Largest slope; not below the smallest.</param>
[Export("nn.RReLU")]
public sealed class RReLU(Weights w, double lower = 1.0 / 8, double upper = 1.0 / 3) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.RReLU(x, lower, upper, IsTraining, Generator);
}
