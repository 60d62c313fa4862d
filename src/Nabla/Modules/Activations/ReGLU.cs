namespace Nabla;

/// <summary>Gated unit: the first half of an axis times max(second, 0). Shazeer (2020).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of even extent, which is halved.</param>
[Export("nn.ReGLU")]
public sealed class ReGLU(Weights w, int axis = -1) : Module(w)
{
    /// <summary>Any shape; the axis is halved.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ReGLU(x, axis);
}
