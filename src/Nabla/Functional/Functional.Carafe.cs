namespace Nabla;

public static partial class Functional
{
    /// <summary>Content-aware reassembly: every output position is a weighted sum of the k×k inputs around its source, with weights of its own. Wang et al. (2019).</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="weights">[N, k², H·scale, W·scale]; CARAFE normalises them with softmax.</param>
    /// <param name="scale">Factor of the size.</param>
    /// <returns>[N, C, H·scale, W·scale].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit, or k is even.</exception>
    [Export("nn.functional.carafe")]
    public static Tensor CARAFE(Tensor x, Tensor weights, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        if (x.Rank != 4) throw new ShapeMismatchException($"CARAFE expects [N, C, H, W]; got {x.Shape}.", nameof(x));
        long height = x.Shape[2], width = x.Shape[3], taps = weights.Rank == 4 ? weights.Shape[1] : 0;
        int k = (int)Math.Round(Math.Sqrt(taps));
        if (k % 2 == 0 || (long)k * k != taps || weights.Shape != new Shape(x.Shape[0], taps, height * scale, width * scale))
            throw new ShapeMismatchException($"CARAFE of {x.Shape} by {scale} expects weights [{x.Shape[0]}, k², {height * scale}, {width * scale}] with odd k; got {weights.Shape}.", nameof(weights));
        int reach = k / 2;
        Tensor padded = x.Pad([reach, reach, reach, reach]);
        Tensor? sum = null;
        for (int i = 0; i < taps; i++)
        {
            Tensor moved = padded.Narrow(2, i / k, height).Narrow(3, i % k, width);
            Tensor part = Upsample(moved, scale) * weights.Narrow(1, i, 1);
            sum = sum is null ? part : sum + part;
        }
        return sum!;
    }
}
