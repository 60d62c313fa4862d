namespace Nabla;

public static partial class Functional
{
    /// <summary>Divides slices along an axis by their p-norm.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="p">Order of the norm.</param>
    /// <param name="axis">Axis of the slices.</param>
    /// <param name="epsilon">Norms are not taken smaller than this.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    [Export("nn.functional.normalize")]
    public static Tensor Normalize(Tensor x, double p = 2, int axis = 1, double epsilon = 1e-12)
    {
        x = x.ToFloating();
        return x / x.Norm(p, [axis], keepDims: true).Clamp(epsilon, null);
    }

    /// <summary>Divides each channel of [N, C, ...] by a power of the mean square of its neighbours. Krizhevsky, Sutskever and Hinton (2012).</summary>
    /// <param name="x">[N, C, ...] with at least one spatial axis.</param>
    /// <param name="size">Neighbouring channels, itself included.</param>
    /// <param name="alpha">Factor of the mean.</param>
    /// <param name="beta">Exponent.</param>
    /// <param name="k">Added to the mean.</param>
    /// <returns>x / (k + alpha·mean x²)^beta.</returns>
    /// <exception cref="ShapeMismatchException">The input has fewer than three axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    [Export("nn.functional.local_response_norm")]
    public static Tensor LocalResponseNorm(Tensor x, int size, double alpha = 1e-4, double beta = 0.75, double k = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (x.Rank < 3) throw new ShapeMismatchException($"LocalResponseNorm expects [N, C, ...] with at least one spatial axis; got {x.Shape}.", nameof(x));
        if (x.Count == 0) return x;
        Tensor squares = x.Square().MoveAxis(1, -1).Pad([size / 2, (size - 1) / 2]);
        Tensor mean = squares.Unfold(-1, size, 1).Mean(-1).MoveAxis(-1, 1);
        return x / ((mean * alpha) + k).Pow(beta);
    }
}
