namespace Nabla;

/// <summary>The nearest point of the simplex along an axis: like softmax, with exact zeros. Martins and Astudillo (2016).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="axis">Axis of the slices.</param>
[Export("nn.Sparsemax")]
public sealed class Sparsemax(Weights w, int axis = -1) : Module(w)
{
    /// <summary>Any shape; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Sparsemax(x, axis);
}
