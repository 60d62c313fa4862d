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
        Tensor weights = Weights(from, to, alignCorners).To(grid.DType);
        long channels = grid.Shape[1];
        Tensor rows = weights.MatMul(grid.Reshape(from, from * channels));                                              // [to, from·C]
        Tensor columns = weights.MatMul(rows.Reshape(to, from, channels).Transpose(0, 1).Reshape(from, to * channels));   // [to, to·C], columns first
        return columns.Reshape(to, to, channels).Transpose(0, 1).Reshape(to * to, channels);
    }

    /// <summary>[to, from]: the shares of the four nearest inputs, of which those outside repeat the edge. Keys (1981) with a = -0.75.</summary>
    private static Tensor Weights(long from, long to, bool alignCorners)
    {
        double[] shares = new double[to * from];
        for (long i = 0; i < to; i++)
        {
            double at = alignCorners ? (to == 1 ? 0 : (double)i * (from - 1) / (to - 1)) : ((i + 0.5) * from / to) - 0.5;
            long low = (long)Math.Floor(at);
            for (long tap = low - 1; tap <= low + 2; tap++) shares[(i * from) + Math.Clamp(tap, 0, from - 1)] += Cubic(Math.Abs(at - tap));
        }
        return Tensor.Of(shares, [to, from]);
    }

    private static double Cubic(double x)
    {
        const double A = -0.75;
        return x <= 1 ? ((((A + 2) * x) - (A + 3)) * x * x) + 1 : x < 2 ? A * ((((((x - 5) * x) + 8) * x) - 4)) : 0;
    }

    private static long? Side(long count)
    {
        long side = (long)Math.Round(Math.Sqrt(count));
        return side > 0 && side * side == count ? side : null;
    }
}
