namespace Nabla;

public static partial class Functional
{
    /// <summary>y[o] = x1ᵀ·W[o]·x2 + b[o] over the last axes.</summary>
    /// <param name="x1">[..., in1].</param>
    /// <param name="x2">[..., in2], with the same leading axes.</param>
    /// <param name="weight">[out, in1, in2].</param>
    /// <param name="bias">[out], or null.</param>
    /// <returns>[..., out].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.bilinear")]
    public static Tensor Bilinear(Tensor x1, Tensor x2, Tensor weight, Tensor? bias = null)
    {
        if (weight.Rank != 3) throw new ShapeMismatchException($"Bilinear expects a weight [out, in1, in2]; got {weight.Shape}.", nameof(weight));
        if (x1.Rank == 0 || x1.Rank != x2.Rank || x1.Shape[^1] != weight.Shape[1] || x2.Shape[^1] != weight.Shape[2] || !x1.Shape.Span[..^1].SequenceEqual(x2.Shape.Span[..^1]))
            throw new ShapeMismatchException($"Bilinear expects inputs [..., {weight.Shape[1]}] and [..., {weight.Shape[2]}]; got {x1.Shape} and {x2.Shape}.", nameof(x1));
        if (bias is not null && bias.Shape != new Shape(weight.Shape[0])) throw new ShapeMismatchException($"Bilinear expects a bias of shape [{weight.Shape[0]}]; got {bias.Shape}.", nameof(bias));
        // [..., in1]·W as [in1, out·in2] leaves [..., out, in2], which meets x2.
        Tensor left = x1.MatMul(weight.Permute(1, 0, 2).Reshape(weight.Shape[1], weight.Shape[0] * weight.Shape[2])).Unflatten(-1, weight.Shape[0], weight.Shape[2]);
        Tensor y = left.MatMul(x2.Unsqueeze(-1)).Squeeze(-1);
        return bias is null ? y : y + bias;
    }
}
