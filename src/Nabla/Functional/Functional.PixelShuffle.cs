namespace Nabla;

public static partial class Functional
{
    /// <summary>Moves channels into space: [..., C·r², H, W] to [..., C, H·r, W·r]. Shi et al. (2016).</summary>
    /// <param name="x">At least three axes.</param>
    /// <param name="factor">r; its square divides the channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not positive.</exception>
    /// <exception cref="ShapeMismatchException">The shape does not fit.</exception>
    [Export("nn.functional.pixel_shuffle")]
    public static Tensor PixelShuffle(Tensor x, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (x.Rank < 3 || x.Shape[-3] % ((long)factor * factor) != 0)
            throw new ShapeMismatchException($"PixelShuffle by {factor} expects [..., C·{factor * factor}, H, W]; got {x.Shape}.", nameof(x));
        long channels = x.Shape[-3] / ((long)factor * factor), height = x.Shape[-2], width = x.Shape[-1];
        long[] lead = x.Shape.ToArray()[..^3];
        Tensor parts = x.Reshape([-1, channels, factor, factor, height, width]);
        return parts.Permute(0, 1, 4, 2, 5, 3).Reshape([.. lead, channels, height * factor, width * factor]);
    }

    /// <summary>Moves space into channels: [..., C, H·r, W·r] to [..., C·r², H, W]; the inverse of <see cref="PixelShuffle"/>.</summary>
    /// <param name="x">At least three axes.</param>
    /// <param name="factor">r; divides height and width.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not positive.</exception>
    /// <exception cref="ShapeMismatchException">The shape does not fit.</exception>
    [Export("nn.functional.pixel_unshuffle")]
    public static Tensor PixelUnshuffle(Tensor x, int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        if (x.Rank < 3 || x.Shape[-2] % factor != 0 || x.Shape[-1] % factor != 0)
            throw new ShapeMismatchException($"PixelUnshuffle by {factor} expects [..., C, H, W] with height and width it divides; got {x.Shape}.", nameof(x));
        long channels = x.Shape[-3], height = x.Shape[-2] / factor, width = x.Shape[-1] / factor;
        long[] lead = x.Shape.ToArray()[..^3];
        Tensor parts = x.Reshape([-1, channels, height, factor, width, factor]);
        return parts.Permute(0, 1, 3, 5, 2, 4).Reshape([.. lead, channels * factor * factor, height, width]);
    }
}
