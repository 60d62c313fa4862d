namespace Nabla.Vision;

/// <summary>Bilinear resizing of [N, C, H, W] as two products with sparse interpolation matrices, as PyTorch's <c>interpolate</c>.</summary>
internal static class Bilinear2d
{
    public static Tensor Resize(Tensor x, long height, long width, bool alignCorners = false)
    {
        if (x.Shape[2] == height && x.Shape[3] == width) return x;
        if (x.Shape[2] == 1 && x.Shape[3] == 1) return x.BroadcastTo([x.Shape[0], x.Shape[1], height, width]);
        Tensor wide = x.MatMul(Weights(x.Shape[3], width, alignCorners, x).T);      // [N, C, H, W']
        return Weights(x.Shape[2], height, alignCorners, x).MatMul(wide);           // [N, C, H', W']
    }

    /// <summary>[outputs, inputs]: the shares of the two nearest inputs in each output.</summary>
    private static Tensor Weights(long inputs, long outputs, bool alignCorners, Tensor like)
    {
        if (!like.HasData) return Tensor.Empty([outputs, inputs], like.DType, like.Backend);
        double[] shares = new double[outputs * inputs];
        for (long i = 0; i < outputs; i++)
        {
            double at = alignCorners ? (outputs == 1 ? 0 : (double)i * (inputs - 1) / (outputs - 1)) : Math.Max(0, ((i + 0.5) * inputs / outputs) - 0.5);
            long low = Math.Min((long)at, inputs - 1), high = Math.Min(low + 1, inputs - 1);
            shares[(i * inputs) + low] += 1 - (at - low);
            shares[(i * inputs) + high] += at - low;
        }
        return Tensor.Of(shares, [outputs, inputs]).To(like.DType);
    }
}
