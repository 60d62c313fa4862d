namespace Nabla;

/// <summary>The largest of each group of neighbouring channels. Goodfellow et al. (2013).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="pieces">Size of a group.</param>
/// <param name="axis">Axis of the channels.</param>
[Export("nn.Maxout")]
public sealed class Maxout(Weights w, int pieces, int axis = 1) : Module(w)
{
    /// <summary>Any shape; the axis shrinks by the size of a group.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Maxout(x, pieces, axis);
}
