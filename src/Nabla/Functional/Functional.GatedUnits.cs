namespace Nabla;

public static partial class Functional
{
    /// <summary>Gated unit without a nonlinearity: the first half of an axis times the second. Shazeer (2020).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of even extent, which is halved: values first, gates second, as in <see cref="GLU"/>.</param>
    /// <exception cref="ShapeMismatchException">The extent of the axis is odd.</exception>
    [Export("nn.functional.bilinear_glu")]
    public static Tensor BilinearGLU(Tensor x, int axis = -1) => Gated(nameof(BilinearGLU), x, axis, gate => gate);

    /// <summary>Gated unit with a rectifier: the first half of an axis times max(second, 0). Shazeer (2020).</summary>
    /// <inheritdoc cref="BilinearGLU"/>
    [Export("nn.functional.reglu")]
    public static Tensor ReGLU(Tensor x, int axis = -1) => Gated(nameof(ReGLU), x, axis, ReLU);

    /// <summary>Gated unit with GELU: the first half of an axis times GELU(second). Shazeer (2020).</summary>
    /// <inheritdoc cref="BilinearGLU"/>
    [Export("nn.functional.geglu")]
    public static Tensor GEGLU(Tensor x, int axis = -1) => Gated(nameof(GEGLU), x, axis, gate => GELU(gate));

    /// <summary>Gated unit with SiLU: the first half of an axis times SiLU(second). Shazeer (2020).</summary>
    /// <inheritdoc cref="BilinearGLU"/>
    [Export("nn.functional.swiglu")]
    public static Tensor SwiGLU(Tensor x, int axis = -1) => Gated(nameof(SwiGLU), x, axis, SiLU);

    /// <summary>The largest of each group of neighbouring channels. Goodfellow et al. (2013).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="pieces">Size of a group; divides the extent of the axis.</param>
    /// <param name="axis">Axis of the channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A group is empty.</exception>
    /// <exception cref="ShapeMismatchException">The groups do not divide the axis.</exception>
    [Export("nn.functional.maxout")]
    public static Tensor Maxout(Tensor x, int pieces, int axis = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        axis = x.Shape.Axis(axis);
        if (x.Shape[axis] % pieces != 0) throw new ShapeMismatchException($"Maxout takes axis {axis} of shape {x.Shape} in groups of {pieces}, which do not divide it.", nameof(x));
        return x.ToFloating().Unflatten(axis, x.Shape[axis] / pieces, pieces).Amax(axis + 1);
    }

    /// <summary>max(x, 0) and max(-x, 0), joined along the channels, which double. Shang et al. (2016).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of the channels.</param>
    [Export("nn.functional.crelu")]
    public static Tensor CReLU(Tensor x, int axis = 1)
    {
        x = x.ToFloating();
        return Tensor.Cat([x.Relu(), (-x).Relu()], x.Shape.Axis(axis));
    }

    /// <summary>Element by element, max(x, condition), where the condition is a spatial filter of x. Ma, Zhang and Sun (2020).</summary>
    /// <param name="x">[N, C, H, W].</param>
    /// <param name="condition">The filtered x, of the same shape.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [Export("nn.functional.frelu")]
    public static Tensor FReLU(Tensor x, Tensor condition) => x.Shape == condition.Shape
        ? x.Maximum(condition)
        : throw new ShapeMismatchException($"FReLU of shape {x.Shape} needs a condition of the same shape; got {condition.Shape}.", nameof(condition));

    /// <summary>(p1 - p2)x·σ(beta(p1 - p2)x) + p2·x: between a line (beta 0) and max(p1·x, p2·x). Ma et al. (2021), ACON-C.</summary>
    /// <param name="x">[N, C, ...].</param>
    /// <param name="p1">Upper slope; broadcasts against x.</param>
    /// <param name="p2">Lower slope; broadcasts against x.</param>
    /// <param name="beta">Sharpness; broadcasts against x. Meta-ACON computes it from x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [Export("nn.functional.acon")]
    public static Tensor ACON(Tensor x, Tensor p1, Tensor p2, Tensor beta)
    {
        (x, p1) = Promotion.AlignFloating(x, p1);
        (x, p2) = Promotion.AlignFloating(x, p2);
        (x, beta) = Promotion.AlignFloating(x, beta);
        return new AconOp().Apply(x, p1.To(x.DType), p2.To(x.DType), beta);
    }

    /// <summary>Padé activation unit: P(x) / (1 + |Q(x)|) with learned polynomials; the denominator is never below 1. Molina, Schramowski and Kersting (2020).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="numerator">[m + 1], a₀..aₘ: P(x) = Σ aⱼ·xʲ.</param>
    /// <param name="denominator">[n], b₁..bₙ: Q(x) = Σ bₖ·xᵏ.</param>
    /// <exception cref="ShapeMismatchException">A list of coefficients is empty or not 1-D.</exception>
    [Export("nn.functional.pau")]
    public static Tensor PAU(Tensor x, Tensor numerator, Tensor denominator)
    {
        if (numerator.Rank != 1 || numerator.Count == 0) throw new ShapeMismatchException($"PAU expects coefficients [m + 1]; got {numerator.Shape}.", nameof(numerator));
        if (denominator.Rank != 1 || denominator.Count == 0) throw new ShapeMismatchException($"PAU expects coefficients [n]; got {denominator.Shape}.", nameof(denominator));
        (x, numerator) = Promotion.AlignFloating(x, numerator);
        (x, denominator) = Promotion.AlignFloating(x, denominator);
        return new PauOp().Apply(x, numerator.To(x.DType), denominator);
    }

    private static Tensor Gated(string name, Tensor x, int axis, Func<Tensor, Tensor> gate)
    {
        axis = x.Shape.Axis(axis);
        long extent = x.Rank == 0 ? 1 : x.Shape[axis];
        if (extent % 2 != 0) throw new ShapeMismatchException($"{name} halves axis {axis} of shape {x.Shape}, which is odd.", nameof(x));
        x = x.ToFloating();
        return x.Narrow(axis, 0, extent / 2) * gate(x.Narrow(axis, extent / 2, extent / 2));
    }
}
