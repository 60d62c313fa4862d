namespace Nabla;

/// <summary>Logarithm of the softmax along an axis, without overflow.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of the slices.</param>
[Export("nn.LogSoftmax")]
public sealed class LogSoftmax(Weights w, int axis = -1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LogSoftmax(x, axis);
}
