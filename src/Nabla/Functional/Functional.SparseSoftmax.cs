namespace Nabla;

public static partial class Functional
{
    /// <summary>The nearest point of the simplex along an axis: like softmax, with exact zeros. Martins and Astudillo (2016).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of the slices, each of which sums to 1.</param>
    [Export("nn.functional.sparsemax")]
    public static Tensor Sparsemax(Tensor x, int axis = -1) => Entmax(x, 2, axis);

    /// <summary>Sparse softmax of a given order along an axis: 1 is softmax, 2 sparsemax, larger ones are sparser. Peters, Niculae and Martins (2019).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="alpha">Order of the entropy; at least 1. 1.5 and 2 are exact, others are bisected to the last digit.</param>
    /// <param name="axis">Axis of the slices, each of which sums to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1.</exception>
    [Export("nn.functional.entmax")]
    public static Tensor Entmax(Tensor x, double alpha = 1.5, int axis = -1)
    {
        if (!(alpha >= 1) || double.IsInfinity(alpha)) throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Entmax' order must be a number from 1 up.");
        if (alpha == 1) return x.Softmax(axis);
        return x.Rank == 0 ? Entmax(x.Reshape(1), alpha).Reshape([]) : new EntmaxOp(x.Shape.Axis(axis), alpha).Apply(x.ToFloating());
    }

    /// <summary>A sample of a relaxed categorical distribution: softmax of (x + Gumbel noise)/temperature. Jang, Gu and Poole (2016); Maddison, Mnih and Teh (2016).</summary>
    /// <param name="x">Unnormalised log-probabilities; any shape, integers become float32.</param>
    /// <param name="temperature">Above 0; towards 0 the sample becomes one-hot.</param>
    /// <param name="hard">Return the one-hot sample, with the gradient of the soft one.</param>
    /// <param name="axis">Axis of the classes.</param>
    /// <param name="generator">Where the noise comes from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The temperature is not positive.</exception>
    [Export("nn.functional.gumbel_softmax")]
    public static Tensor GumbelSoftmax(Tensor x, double temperature = 1, bool hard = false, int axis = -1, Generator? generator = null)
    {
        if (!(temperature > 0)) throw new ArgumentOutOfRangeException(nameof(temperature), temperature, "The temperature must be positive.");
        x = x.ToFloating();
        axis = x.Shape.Axis(axis);
        Tensor uniform = Tensor.Rand(x.Shape, x.DType.IsReduced() ? DType.Float32 : x.DType, generator).Clamp(1e-38, 1 - 6e-8);
        Tensor noise = -(-uniform.Log()).Log();
        Tensor soft = ((x + noise.To(x.DType)) / temperature).Softmax(axis);
        if (!hard) return soft;
        Tensor chosen = Tensor.Zeros(soft.Shape, soft.DType, soft.Backend).Scatter(axis, soft.Detach().Argmax(axis, keepDims: true), Tensor.Ones(soft.Shape.With(axis, 1), soft.DType, soft.Backend));
        return chosen - soft.Detach() + soft;
    }
}
