namespace Nabla;

/// <summary>max(x, 0) and max(-x, 0), joined along the channels. Shang et al. (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of the channels.</param>
[Export("nn.CReLU")]
public sealed class CReLU(Weights w, int axis = 1) : Module(w)
{
    /// <summary>Any shape; the axis doubles.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.CReLU(x, axis);
}
