namespace Nabla;

/// <summary>
/// Discrete Fourier transforms. A complex tensor is a real one with a last axis of 2, real and imaginary part, as PyTorch's <c>view_as_real</c> shows it; axis numbers do not count that axis.
/// </summary>
public static partial class Fourier
{
    /// <summary>A complex tensor [..., 2] of real and imaginary parts.</summary>
    /// <param name="real">Real parts.</param>
    /// <param name="imaginary">Imaginary parts, of the same shape; zero when omitted.</param>
    [Export("complex")]
    public static Tensor Complex(Tensor real, Tensor? imaginary = null)
    {
        Tensor re = Floating(real, 0, "Complex");
        return Tensor.Stack([re, imaginary ?? (re.Detach() * 0)], -1);
    }

    /// <summary>Transform of a complex tensor along an axis.</summary>
    /// <param name="x">Complex, [..., 2].</param>
    /// <param name="n">Length; longer input is cut, shorter input gets zeros. The axis's extent when omitted.</param>
    /// <param name="axis">Axis, not counting the last.</param>
    /// <param name="norm">Where to divide.</param>
    /// <exception cref="ShapeMismatchException">The last axis is not 2.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the length is less than 1.</exception>
    [Export("fft.fft")]
    public static Tensor Fft(Tensor x, long? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward) => Along(Pairs(x, "Fft"), n, axis, norm, false);

    /// <summary>Inverse transform of a complex tensor along an axis.</summary>
    /// <inheritdoc cref="Fft"/>
    [Export("fft.ifft")]
    public static Tensor Ifft(Tensor x, long? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward) => Along(Pairs(x, "Ifft"), n, axis, norm, true);

    /// <summary>Transform of a real tensor along an axis: the n/2 + 1 values that determine the others, complex.</summary>
    /// <param name="x">Real.</param>
    /// <param name="n">Length; longer input is cut, shorter input gets zeros. The axis's extent when omitted.</param>
    /// <param name="axis">Axis.</param>
    /// <param name="norm">Where to divide.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the length is less than 1.</exception>
    [Export("fft.rfft")]
    public static Tensor Rfft(Tensor x, long? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward)
    {
        Tensor moved = Resize(Floating(x, 1, "Rfft").MoveAxis(x.Shape.Axis(axis), -1), n, -1);
        return new RealFourierOp(Scale(moved.Shape[^1], norm, false)).Apply(moved).MoveAxis(-2, x.Shape.Axis(axis));
    }

    /// <summary>The real tensor whose <see cref="Rfft"/> is given.</summary>
    /// <param name="x">Complex, n/2 + 1 values along the axis.</param>
    /// <param name="n">Length of the result; twice the extent less 2 when omitted.</param>
    /// <param name="axis">Axis, not counting the last.</param>
    /// <param name="norm">Where to divide.</param>
    /// <exception cref="ShapeMismatchException">The last axis is not 2.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the length is less than 1.</exception>
    [Export("fft.irfft")]
    public static Tensor Irfft(Tensor x, long? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward)
    {
        int at = Axis(Pairs(x, "Irfft"), axis);
        long length = Length(n ?? (2 * (x.Shape[at] - 1)));
        Tensor moved = Resize(Floating(x, 2, "Irfft").MoveAxis(at, -2), (length / 2) + 1, -2);
        return new InverseRealFourierOp(length, Scale(length, norm, true)).Apply(moved).MoveAxis(-1, at);
    }

    /// <summary>Transform of a signal that is its own mirrored conjugate, given by its first n/2 + 1 values; the result is real.</summary>
    /// <inheritdoc cref="Irfft"/>
    [Export("fft.hfft")]
    public static Tensor Hfft(Tensor x, long? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward) => Irfft(Conjugate(Pairs(x, "Hfft")), n, axis, Swap(norm));

    /// <summary>Inverse of <see cref="Hfft"/>: n/2 + 1 complex values of a real tensor.</summary>
    /// <inheritdoc cref="Rfft"/>
    [Export("fft.ihfft")]
    public static Tensor Ihfft(Tensor x, long? n = null, int axis = -1, FourierNorm norm = FourierNorm.Backward) => Conjugate(Rfft(x, n, axis, Swap(norm)));

    /// <summary>Transform of a complex tensor along several axes.</summary>
    /// <param name="x">Complex, [..., 2].</param>
    /// <param name="sizes">One length an axis; the extents when omitted.</param>
    /// <param name="axes">Axes, not counting the last; as many of the last ones as there are sizes, or all, when omitted.</param>
    /// <param name="norm">Where to divide.</param>
    /// <exception cref="ArgumentException">There are not as many sizes as axes.</exception>
    [Export("fft.fftn", "fft.fft2")]
    public static Tensor FftN(Tensor x, IReadOnlyList<long>? sizes = null, IReadOnlyList<int>? axes = null, FourierNorm norm = FourierNorm.Backward) =>
        Several(Pairs(x, "FftN"), sizes, axes, norm, false);

    /// <summary>Inverse transform of a complex tensor along several axes.</summary>
    /// <inheritdoc cref="FftN"/>
    [Export("fft.ifftn", "fft.ifft2")]
    public static Tensor IfftN(Tensor x, IReadOnlyList<long>? sizes = null, IReadOnlyList<int>? axes = null, FourierNorm norm = FourierNorm.Backward) =>
        Several(Pairs(x, "IfftN"), sizes, axes, norm, true);

    /// <summary>Transform of a real tensor along several axes, the last of them halved.</summary>
    /// <param name="x">Real.</param>
    /// <param name="sizes">One length an axis; the extents when omitted.</param>
    /// <param name="axes">Axes; as many of the last ones as there are sizes, or all, when omitted.</param>
    /// <param name="norm">Where to divide.</param>
    /// <exception cref="ArgumentException">There are not as many sizes as axes, or none.</exception>
    [Export("fft.rfftn", "fft.rfft2")]
    public static Tensor RfftN(Tensor x, IReadOnlyList<long>? sizes = null, IReadOnlyList<int>? axes = null, FourierNorm norm = FourierNorm.Backward)
    {
        ArgumentNullException.ThrowIfNull(x);
        int[] at = Axes(x.Rank, sizes, axes);
        Tensor y = Rfft(x, sizes?[^1], at[^1], norm);
        return at.Length == 1 ? y : Several(y, sizes is null ? null : [.. sizes.Take(at.Length - 1)], at[..^1], norm, false);
    }

    /// <summary>The real tensor whose <see cref="RfftN"/> is given.</summary>
    /// <param name="x">Complex, the last of the axes halved.</param>
    /// <param name="sizes">One length an axis of the result; the extents, for the last twice its less 2, when omitted.</param>
    /// <param name="axes">Axes, not counting the last; as many of the last ones as there are sizes, or all, when omitted.</param>
    /// <param name="norm">Where to divide.</param>
    /// <exception cref="ArgumentException">There are not as many sizes as axes, or none.</exception>
    [Export("fft.irfftn", "fft.irfft2")]
    public static Tensor IrfftN(Tensor x, IReadOnlyList<long>? sizes = null, IReadOnlyList<int>? axes = null, FourierNorm norm = FourierNorm.Backward)
    {
        int[] at = Axes(Pairs(x, "IrfftN").Rank - 1, sizes, axes);
        Tensor y = at.Length == 1 ? x : Several(x, sizes is null ? null : [.. sizes.Take(at.Length - 1)], at[..^1], norm, true);
        return Irfft(y, sizes?[^1], at[^1], norm);
    }

    /// <summary>Transform along several axes of a signal that is its own mirrored conjugate, the last axis given by its first n/2 + 1 values; the result is real.</summary>
    /// <inheritdoc cref="IrfftN"/>
    [Export("fft.hfftn", "fft.hfft2")]
    public static Tensor HfftN(Tensor x, IReadOnlyList<long>? sizes = null, IReadOnlyList<int>? axes = null, FourierNorm norm = FourierNorm.Backward) =>
        IrfftN(Conjugate(Pairs(x, "HfftN")), sizes, axes, Swap(norm));

    /// <summary>Inverse of <see cref="HfftN"/>: complex values of a real tensor, the last axis halved.</summary>
    /// <inheritdoc cref="RfftN"/>
    [Export("fft.ihfftn", "fft.ihfft2")]
    public static Tensor IhfftN(Tensor x, IReadOnlyList<long>? sizes = null, IReadOnlyList<int>? axes = null, FourierNorm norm = FourierNorm.Backward) =>
        Conjugate(RfftN(x, sizes, axes, Swap(norm)));

    /// <summary>Product of complex tensors.</summary>
    /// <exception cref="ShapeMismatchException">A last axis is not 2.</exception>
    [Export("fft.multiply")]
    public static Tensor Multiply(Tensor a, Tensor b)
    {
        Tensor ar = Pairs(a, "Multiply").Select(-1, 0), ai = a.Select(-1, 1), br = Pairs(b, "Multiply").Select(-1, 0), bi = b.Select(-1, 1);
        return Tensor.Stack([(ar * br) - (ai * bi), (ar * bi) + (ai * br)], -1);
    }

    /// <summary>Complex conjugate.</summary>
    /// <exception cref="ShapeMismatchException">The last axis is not 2.</exception>
    [Export("conj")]
    public static Tensor Conjugate(Tensor x) => Pairs(x, "Conjugate") * Tensor.Of(1.0, -1.0).To(x.DType.IsFloating() ? x.DType : DType.Float32);

    /// <summary>Full convolution of real signals along the last axis by the transform: length n + m - 1 in O((n + m) log(n + m)); other axes broadcast.</summary>
    [Export("fft.convolve")]
    public static Tensor Convolve(Tensor a, Tensor b)
    {
        (a, b) = Promotion.Align(Floating(a, 1, "Convolve"), Floating(b, 1, "Convolve"));
        long length = a.Shape[^1] + b.Shape[^1] - 1, padded = GoodLength(length);
        return Irfft(Multiply(Rfft(a, padded), Rfft(b, padded)), padded).Narrow(-1, 0, length);
    }

    /// <summary>The smallest length from n on whose only prime factors are 2, 3 and 5.</summary>
    [Export("fft.next_fast_len")]
    public static long GoodLength(long n)
    {
        for (long length = Math.Max(1, n); ; length++)
        {
            long rest = length;
            foreach (long prime in new long[] { 2, 3, 5 })
            {
                while (rest % prime == 0) rest /= prime;
            }
            if (rest == 1) return length;
        }
    }

    /// <summary>Frequencies of the n bins of <see cref="Fft"/>: 0, 1, ..., -2, -1 over n·<paramref name="spacing"/>.</summary>
    /// <param name="n">Length.</param>
    /// <param name="spacing">Time between samples.</param>
    [Export("fft.fftfreq")]
    public static Tensor FftFrequencies(long n, double spacing = 1) =>
        Tensor.Of([.. Enumerable.Range(0, (int)Length(n)).Select(k => (float)((k < (n + 1) / 2 ? k : k - n) / (n * spacing)))], [n]);

    /// <summary>Frequencies of the n/2 + 1 bins of <see cref="Rfft"/>.</summary>
    /// <param name="n">Length.</param>
    /// <param name="spacing">Time between samples.</param>
    [Export("fft.rfftfreq")]
    public static Tensor RfftFrequencies(long n, double spacing = 1) =>
        Tensor.Of([.. Enumerable.Range(0, (int)(Length(n) / 2) + 1).Select(k => (float)(k / (n * spacing)))], [(n / 2) + 1]);

    /// <summary>Rolls the zero frequency to the middle; axes count all axes of the tensor.</summary>
    [Export("fft.fftshift")]
    public static Tensor Shift(Tensor x, params int[] axes) => Rolled(x, axes, n => n / 2);

    /// <summary>Undoes <see cref="Shift"/>.</summary>
    [Export("fft.ifftshift")]
    public static Tensor Unshift(Tensor x, params int[] axes) => Rolled(x, axes, n => (n + 1) / 2);

    private static Tensor Rolled(Tensor x, int[] axes, Func<long, long> by)
    {
        int[] at = [.. (axes.Length > 0 ? axes : [.. Enumerable.Range(0, x.Rank)]).Select(axis => x.Shape.Axis(axis))];
        return x.Roll([.. at.Select(axis => by(x.Shape[axis]))], at);
    }

    private static Tensor Several(Tensor x, IReadOnlyList<long>? sizes, IReadOnlyList<int>? axes, FourierNorm norm, bool inverse)
    {
        int[] at = Axes(x.Rank - 1, sizes, axes);
        for (int i = at.Length - 1; i >= 0; i--) x = Along(x, sizes?[i], at[i], norm, inverse);
        return x;
    }

    private static int[] Axes(int rank, IReadOnlyList<long>? sizes, IReadOnlyList<int>? axes)
    {
        int[] at = axes is not null ? [.. axes] : [.. Enumerable.Range(rank - (sizes?.Count ?? rank), sizes?.Count ?? rank)];
        if (at.Length == 0 || (sizes is not null && sizes.Count != at.Length))
            throw new ArgumentException($"A transform over several axes needs as many sizes as axes, and at least one; got {sizes?.Count ?? at.Length} sizes and {at.Length} axes.", nameof(sizes));
        return at;
    }

    private static Tensor Along(Tensor x, long? n, int axis, FourierNorm norm, bool inverse)
    {
        int at = Axis(x, axis);
        Tensor moved = Resize(Floating(x, 2, "Fft").MoveAxis(at, -2), n, -2);
        return new ComplexFourierOp(inverse, Scale(moved.Shape[^2], norm, inverse)).Apply(moved).MoveAxis(-2, at);
    }

    private static Tensor Resize(Tensor x, long? n, int axis)
    {
        long extent = x.Shape[axis], length = Length(n ?? extent);
        if (length <= extent) return length == extent ? x : x.Narrow(axis, 0, length);
        return axis == -1 ? x.Pad([0, length - extent]) : x.Pad([0, 0, 0, length - extent]);
    }

    private static long Length(long n) => n >= 1 ? n : throw new ArgumentOutOfRangeException(nameof(n), n, "A Fourier transform has at least one point.");

    private static double Scale(long n, FourierNorm norm, bool inverse) => norm switch
    {
        FourierNorm.Ortho => 1 / Math.Sqrt(n),
        FourierNorm.Backward => inverse ? 1.0 / n : 1,
        FourierNorm.Forward => inverse ? 1 : 1.0 / n,
        _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "There is no such normalisation."),
    };

    private static FourierNorm Swap(FourierNorm norm) => norm switch { FourierNorm.Backward => FourierNorm.Forward, FourierNorm.Forward => FourierNorm.Backward, _ => norm };

    private static int Axis(Tensor x, int axis) =>
        new Shape(x.Shape.Span[..^1]).Axis(axis);

    private static Tensor Pairs(Tensor x, string op)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank >= 1 && x.Shape[^1] == 2 ? x : throw new ShapeMismatchException($"{op} needs a complex tensor [..., 2], real and imaginary parts last; got shape {x.Shape}. Fourier.Complex makes one of a real tensor.");
    }

    private static Tensor Floating(Tensor x, int rank, string op)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < rank) throw new ShapeMismatchException($"{op} needs at least {rank} axes; got shape {x.Shape}.");
        Tensor y = Autocast.Full(x.ToFloating());
        return y.DType is DType.Float32 or DType.Float64 ? y : throw new NotSupportedException($"{op} is computed in float32 or float64; convert the {y.DType.Name()} tensor first.");
    }
}
