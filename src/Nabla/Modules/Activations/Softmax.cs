namespace Nabla;

/// <summary>Softmax along an axis; each slice sums to 1.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of the slices.</param>
[Export("nn.Softmax")]
public sealed class Softmax(Weights w, int axis = -1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Softmax(x, axis);
}
