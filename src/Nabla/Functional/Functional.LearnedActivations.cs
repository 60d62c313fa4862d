namespace Nabla;

public static partial class Functional
{
    /// <summary>Element by element, x above 0, weight·x elsewhere. He et al. (2015).</summary>
    /// <param name="x">[N, C, ...]; any shape for a single weight.</param>
    /// <param name="weight">[1], or one value for each channel [C].</param>
    /// <exception cref="ShapeMismatchException">The number of weights is neither 1 nor C.</exception>
    [Export("nn.functional.prelu")]
    public static Tensor PReLU(Tensor x, Tensor weight)
    {
        long channels = x.Rank > 1 ? x.Shape[1] : 1;
        if (weight.Count != 1 && weight.Shape != new Shape(channels))
            throw new ShapeMismatchException($"PReLU of shape {x.Shape} expects a weight of shape [1] or [{channels}]; got {weight.Shape}.", nameof(weight));
        (x, weight) = Promotion.AlignFloating(x, weight);
        Tensor slope = weight.Count == 1 ? weight.Reshape([]) : weight.Reshape([-1, .. Enumerable.Repeat(1L, x.Rank - 2)]);
        return new PReluOp().Apply(x, slope);
    }

    /// <summary>Leaky ReLU whose slope is drawn anew for each negative element in training, and is the middle of the range otherwise. Xu et al. (2015).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="lower">Smallest slope.</param>
    /// <param name="upper">Largest slope; not below the smallest.</param>
    /// <param name="training">Draw slopes?</param>
    /// <param name="generator">Where slopes come from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty.</exception>
    [Export("nn.functional.rrelu")]
    public static Tensor RReLU(Tensor x, double lower = 1.0 / 8, double upper = 1.0 / 3, bool training = false, Generator? generator = null)
    {
        if (upper < lower) throw new ArgumentOutOfRangeException(nameof(upper), upper, $"RReLU's largest slope must not be below the smallest, {lower}.");
        x = x.ToFloating();
        if (!training || !x.HasData) return LeakyReLU(x, (lower + upper) / 2);
        Tensor slope = Tensor.Empty(x.Shape, x.DType == DType.Float64 ? DType.Float64 : DType.Float32, x.Backend);
        (generator ?? Generator.Default).Uniform(slope, lower, upper);
        return new PReluOp().Apply(x, slope.To(x.DType));
    }
}
