namespace Nabla.Vision.Explanations;

/// <summary>Which results of a layer are pictures, and how they lie in memory.</summary>
/// <remarks>
/// Layers of convolutions give [N, C, H, W], window transformers [N, H, W, C], others tokens [N, T, C] of a square, with or without a class token before them. Of the first two the
/// one is taken whose sides are more nearly in the proportion of the model's input.
/// </remarks>
public static class PictureLayout
{
    /// <summary>The result as planes, [N, C, H, W].</summary>
    /// <param name="result">Of a layer.</param>
    /// <param name="input">What the model was given, [N, C, H, W].</param>
    /// <exception cref="ArgumentException">The result is no picture.</exception>
    [Export("vision.explanations.PictureLayout.planes")]
    public static Tensor Planes(Tensor result, Shape input)
    {
        ArgumentNullException.ThrowIfNull(result);
        (int height, int width, int channels) = Of(result.Shape, input) ?? throw new ArgumentException($"A result {result.Shape} is no picture.", nameof(result));
        if (result.Rank == 4) return (IsChannelsLast(result.Shape, input) ? result.Permute(0, 3, 1, 2) : result).Contiguous();
        long plane = (long)height * width;
        return result.Narrow(1, result.Shape[1] - plane, plane).Transpose(1, 2).Reshape(result.Shape[0], channels, height, width).Contiguous();
    }

    /// <summary>Rows, columns and channels; null when it is no picture.</summary>
    internal static (int Height, int Width, int Channels)? Of(Shape shape, Shape input)
    {
        if (shape.Rank == 4) return IsChannelsLast(shape, input) ? ((int)shape[1], (int)shape[2], (int)shape[3]) : ((int)shape[2], (int)shape[3], (int)shape[1]);
        if (shape.Rank != 3) return null;
        foreach (int tokens in (int[])[(int)shape[1], (int)shape[1] - 1])
        {
            int side = (int)Math.Round(Math.Sqrt(tokens));
            if (side > 0 && side * side == tokens) return (side, side, (int)shape[2]);
        }
        return null;
    }

    private static bool IsChannelsLast(Shape shape, Shape input)
    {
        return Off(shape[1], shape[2]) < Off(shape[2], shape[3]);

        double Off(long height, long width) => Math.Abs(Math.Log((double)height / width * input[3] / input[2]));
    }
}
