namespace Nabla;

/// <summary>Sparse softmax of a given order along an axis. Peters, Niculae and Martins (2019).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="alpha">Order; 1 is softmax, 2 sparsemax.</param>
/// <param name="axis">Axis of the slices.</param>
[Export("nn.Entmax")]
public sealed class Entmax(Weights w, double alpha = 1.5, int axis = -1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Entmax(x, alpha, axis);
}
