namespace Nabla;

/// <summary>The modules' computations as functions of explicit weights.</summary>
public static partial class Functional
{
    /// <summary>y = x·Wᵀ + b over the last axis.</summary>
    /// <param name="x">[..., inputs].</param>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or null.</param>
    /// <returns>[..., outputs].</returns>
    /// <exception cref="ShapeMismatchException">The extents do not fit.</exception>
    [Export("nn.functional.linear")]
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        if (weight.Rank != 2) throw new ShapeMismatchException($"Linear expects a weight of shape [outputs, inputs]; got {weight.Shape}.", nameof(weight));
        if (x.Rank == 0 || x.Shape[^1] != weight.Shape[1])
            throw new ShapeMismatchException($"Linear expects an input of shape [..., {weight.Shape[1]}] for a weight of shape {weight.Shape}; got {x.Shape}.", nameof(x));
        if (bias is not null && bias.Shape != new Shape(weight.Shape[0]))
            throw new ShapeMismatchException($"Linear expects a bias of shape [{weight.Shape[0]}]; got {bias.Shape}.", nameof(bias));
        Tensor rows = x.Rank == 2 ? x : x.Reshape(-1, x.Shape[^1]);
        if (x.Count == 0 && x.Rank != 2) rows = x.Reshape(new Shape(x.Shape.Count / Math.Max(1, x.Shape[^1]), x.Shape[^1]));
        Tensor y = bias is null ? rows.MatMul(Autocast.Lowered(weight).T) : new LinearOp().Apply(rows, weight, bias);
        return x.Rank == 2 ? y : y.Reshape([.. x.Shape.Span[..^1], weight.Shape[0]]);
    }
}
