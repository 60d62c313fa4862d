namespace Nabla.Vision;

/// <summary>Learned positions for another size of picture or window: the grid they lie on, resized with bicubic interpolation.</summary>
internal static class PositionResizing
{
    /// <summary>The value for the wanted shape; the value itself when it is not a table of positions, or not one of squares.</summary>
    /// <param name="key">Its name: Vision Transformers' <c>pos_embedding</c>, Swin's <c>relative_position_bias_table</c>.</param>
    /// <param name="value">What the checkpoint has.</param>
    /// <param name="shape">What the model wants.</param>
    public static Tensor Fit(string key, Tensor value, Shape shape)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        if (key.EndsWith("pos_embedding", StringComparison.Ordinal) && value.Rank == 3 && value.Shape[2] == shape[2] && Side(value.Shape[1] - 1) is { } from && Side(shape[1] - 1) is { } to)
        {
            // The first position is the class token's; as torchvision, corners lie on corners.
            Tensor grid = Resize(value.Narrow(1, 1, from * from).Squeeze(0), from, to, alignCorners: true);
            return Tensor.Cat([value.Narrow(1, 0, 1), grid.Unsqueeze(0)], 1);
        }
        if (key.EndsWith("relative_position_bias_table", StringComparison.Ordinal) && value.Rank == 2 && value.Shape[1] == shape[1] && Side(value.Shape[0]) is { } old && Side(shape[0]) is { } wanted)
            return Resize(value, old, wanted, alignCorners: false);
        return value;
    }

    /// <summary>[from², C] -> [to², C].</summary>
    private static Tensor Resize(Tensor grid, long from, long to, bool alignCorners)
    {
        Tensor picture = grid.T.Reshape(1, grid.Shape[1], from, from);
        return Functional.Interpolate(picture, checked((int)to), mode: InterpolateMode.Cubic, alignCorners: alignCorners).Reshape(grid.Shape[1], to * to).T.Contiguous();
    }

    private static long? Side(long count)
    {
        long side = (long)Math.Round(Math.Sqrt(count));
        return side > 0 && side * side == count ? side : null;
    }
}
