namespace Nabla;

/// <summary>Gated linear unit: the first half of an axis times the sigmoid of the second. Dauphin et al. (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of even extent, which is halved.</param>
[Export("nn.GLU")]
public sealed class GLU(Weights w, int axis = -1) : Module(w)
{
    /// <summary>Any shape; the axis is halved.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.GLU(x, axis);
}
