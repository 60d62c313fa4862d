namespace Nabla;

/// <summary>Softmax of -x along an axis.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of the slices.</param>
[Export("nn.Softmin")]
public sealed class Softmin(Weights w, int axis = -1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Softmin(x, axis);
}
