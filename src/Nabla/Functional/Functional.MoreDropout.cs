namespace Nabla;

public static partial class Functional
{
    /// <summary>Zeroes whole channels of [N, C, L] in training.</summary>
    /// <inheritdoc cref="Dropout"/>
    [Export("nn.functional.dropout1d")]
    public static Tensor Dropout1d(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null) => DropChannels("Dropout1d", x, 1, probability, training, generator);

    /// <summary>Zeroes whole channels of [N, C, D, H, W] in training.</summary>
    /// <inheritdoc cref="Dropout"/>
    [Export("nn.functional.dropout3d")]
    public static Tensor Dropout3d(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null) => DropChannels("Dropout3d", x, 3, probability, training, generator);

    /// <summary>Sets elements to SELU's lower limit with the given probability and rescales all, so that mean 0 and variance 1 stay, in training; the input itself otherwise.</summary>
    /// <inheritdoc cref="Dropout"/>
    [Export("nn.functional.alpha_dropout")]
    public static Tensor AlphaDropout(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null)
    {
        const double Limit = -1.7580993408473766;
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability must be in 0..1.");
        if (!training || probability == 0) return x;
        if (probability == 1) return x * 0;
        double keep = 1 - probability, a = 1 / Math.Sqrt(keep * (1 + (probability * Limit * Limit)));
        // The mask is 1/keep where kept; brought back to 0 and 1 it says which elements become the limit.
        Tensor kept = DropoutMask.Draw(x.Shape, probability, x, generator ?? Generator.Default).To(x.DType) * keep;
        return (((x * kept) + ((1 - kept) * Limit)) * a) - (a * probability * Limit);
    }

    private static Tensor DropChannels(string name, Tensor x, int axes, double probability, bool training, Generator? generator)
    {
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ShapeMismatchException($"{name} expects an input with {axes + 2} axes [N, C, ...], or {axes + 1} without the batch; got {x.Shape}.", nameof(x));
        return Drop(x, new([.. x.Shape.Span[..^axes], .. Enumerable.Repeat(1L, axes)]), probability, training, generator);
    }
}
