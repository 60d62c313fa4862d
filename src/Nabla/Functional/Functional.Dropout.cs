namespace Nabla;

public static partial class Functional
{
    /// <summary>Zeroes each element with the given probability and scales the others by 1/(1-p), in training; the input itself otherwise.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">Share dropped, 0..1.</param>
    /// <param name="training">Drop at all? As in PyTorch, the function defaults to true.</param>
    /// <param name="generator">Where the mask comes from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    [Export("nn.functional.dropout")]
    public static Tensor Dropout(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null) =>
        Drop(x, x.Shape, probability, training, generator);

    /// <summary>Zeroes whole channels of [N, C, ...] (or [C, ...] with fewer axes) in training.</summary>
    /// <inheritdoc cref="Dropout"/>
    [Export("nn.functional.dropout2d")]
    public static Tensor Dropout2d(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null)
    {
        if (x.Rank < 2) throw new ShapeMismatchException($"Dropout2d expects [N, C, ...]; got {x.Shape}.", nameof(x));
        return Drop(x, new([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1L, x.Rank - 2)]), probability, training, generator);
    }

    private static Tensor Drop(Tensor x, Shape mask, double probability, bool training, Generator? generator)
    {
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability must be in 0..1.");
        return !training || probability == 0 ? x : x * DropoutMask.Draw(mask, probability, x, generator ?? Generator.Default).To(x.DType);
    }
}
