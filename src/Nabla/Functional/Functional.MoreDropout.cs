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
    public static Tensor AlphaDropout(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null) => DropAlpha(x, x.Shape, probability, training, generator);

    /// <summary>Alpha dropout of whole channels of [N, C, ...] in training; the input itself otherwise.</summary>
    /// <inheritdoc cref="Dropout"/>
    /// <exception cref="ShapeMismatchException">The input has fewer than two axes.</exception>
    [Export("nn.functional.feature_alpha_dropout")]
    public static Tensor FeatureAlphaDropout(Tensor x, double probability = 0.5, bool training = true, Generator? generator = null)
    {
        if (x.Rank < 2) throw new ShapeMismatchException($"FeatureAlphaDropout expects [N, C, ...]; got {x.Shape}.", nameof(x));
        return DropAlpha(x, new([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1L, x.Rank - 2)]), probability, training, generator);
    }

    private static Tensor DropAlpha(Tensor x, Shape shape, double probability, bool training, Generator? generator)
    {
        const double Limit = -1.7580993408473766;
        if (probability is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A dropout probability must be in 0..1.");
        if (!training || probability == 0) return x;
        if (probability == 1) return x * 0;
        double keep = 1 - probability, a = 1 / Math.Sqrt(keep * (1 + (probability * Limit * Limit)));
        // The mask is 1/keep where kept; brought back to 0 and 1 it says which elements become the limit.
        Tensor kept = DropoutMask.Draw(shape, probability, x, generator ?? Generator.Default).To(x.DType) * keep;
        return (((x * kept) + ((1 - kept) * Limit)) * a) - (a * probability * Limit);
    }

    private static Tensor DropChannels(string name, Tensor x, int axes, double probability, bool training, Generator? generator)
    {
        if (x.Rank != axes + 2 && x.Rank != axes + 1)
            throw new ShapeMismatchException($"{name} expects an input with {axes + 2} axes [N, C, ...], or {axes + 1} without the batch; got {x.Shape}.", nameof(x));
        return Drop(x, new([.. x.Shape.Span[..^axes], .. Enumerable.Repeat(1L, axes)]), probability, training, generator);
    }
}
