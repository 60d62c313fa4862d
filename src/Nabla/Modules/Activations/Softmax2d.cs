namespace Nabla;

/// <summary>Softmax over the channels of [N, C, H, W], position by position.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
[FunctionalTwin(nameof(Nabla.Functional.Softmax))]
[Export("nn.Softmax2d")]
public sealed class Softmax2d(Weights w) : Module(w)
{
    /// <summary>x [N, C, H, W] or [C, H, W]; unchanged.</summary>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank is not (3 or 4)) throw new ShapeMismatchException($"Softmax2d expects [N, C, H, W] or [C, H, W]; got {x.Shape}.", nameof(x));
        return Nabla.Functional.Softmax(x, -3);
    }
}
