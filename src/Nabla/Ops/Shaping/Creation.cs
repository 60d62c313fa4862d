namespace Nabla;

/// <summary>Tensors like others, logarithmic scales and window functions.</summary>
public static class CreationExtensions
{
    extension(Tensor x)
    {
        /// <summary>Zeros of the same shape, on the same backend.</summary>
        /// <param name="type">Element type; that of x when omitted.</param>
        [Export("zeros_like")]
        public Tensor ZerosLike(DType? type = null) => Tensor.Zeros(x.Shape, type ?? x.DType, x.Backend);

        /// <summary>Ones of the same shape, on the same backend.</summary>
        /// <param name="type">Element type; that of x when omitted.</param>
        [Export("ones_like")]
        public Tensor OnesLike(DType? type = null) => Tensor.Ones(x.Shape, type ?? x.DType, x.Backend);

        /// <summary>One value in the same shape, on the same backend.</summary>
        /// <param name="value">The value.</param>
        /// <param name="type">Element type; that of x when omitted.</param>
        [Export("full_like")]
        public Tensor FullLike(Scalar value, DType? type = null) => Tensor.Full(x.Shape, value, type ?? x.DType, x.Backend);

        /// <summary>Powers of a base whose exponents are evenly spaced from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
        [Export("logspace")]
        public static Tensor Logspace(double start, double end, long count, double @base = 10, DType type = DType.Float32) =>
            Tensor.Pow(@base, Tensor.Linspace(start, end, count, DType.Float64)).To(type);

        /// <summary>Hann's window: sin²(πi/n), with n the length when periodic (for spectra) and one less when symmetric (for filters).</summary>
        /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
        [Export("hann_window")]
        public static Tensor HannWindow(long length, bool periodic = true, DType type = DType.Float32) => Cosines(length, periodic, type, 0.5, 0.5, 0);

        /// <summary>Hamming's window: alpha - beta·cos(2πi/n).</summary>
        /// <inheritdoc cref="HannWindow"/>
        [Export("hamming_window")]
        public static Tensor HammingWindow(long length, bool periodic = true, double alpha = 0.54, double beta = 0.46, DType type = DType.Float32) =>
            Cosines(length, periodic, type, alpha, beta, 0);

        /// <summary>Blackman's window: 0.42 - 0.5·cos(2πi/n) + 0.08·cos(4πi/n).</summary>
        /// <inheritdoc cref="HannWindow"/>
        [Export("blackman_window")]
        public static Tensor BlackmanWindow(long length, bool periodic = true, DType type = DType.Float32) => Cosines(length, periodic, type, 0.42, 0.5, 0.08);

        /// <summary>Bartlett's window: a triangle from 0 to 1 and back.</summary>
        /// <inheritdoc cref="HannWindow"/>
        [Export("bartlett_window")]
        public static Tensor BartlettWindow(long length, bool periodic = true, DType type = DType.Float32) =>
            Window(length, periodic, type, t => 1 - Math.Abs((2 * t) - 1));

        /// <summary>Kaiser's window: I₀(beta·√(1 - (2i/n - 1)²)) / I₀(beta). A larger beta has a wider peak and lower side lobes.</summary>
        /// <param name="length">Number of weights.</param>
        /// <param name="periodic">For spectra (periodic) or for filters (symmetric)?</param>
        /// <param name="beta">Shape; 0 gives ones.</param>
        /// <param name="type">Element type.</param>
        /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
        [Export("kaiser_window")]
        public static Tensor KaiserWindow(long length, bool periodic = true, double beta = 12, DType type = DType.Float32) =>
            Window(length, periodic, type, t => BesselI0(beta * Math.Sqrt(Math.Max(0, 1 - (((2 * t) - 1) * ((2 * t) - 1))))) / BesselI0(beta));
    }

    /// <summary>Modified Bessel function of order 0: Σ ((x/2)ᵏ / k!)², whose terms are all positive.</summary>
    private static double BesselI0(double x)
    {
        double term = 1, sum = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            double factor = x / (2 * k);
            term *= factor * factor;
            sum += term;
        }
        return sum;
    }

    private static Tensor Cosines(long length, bool periodic, DType type, double a, double b, double c) =>
        Window(length, periodic, type, t => a - (b * Math.Cos(2 * Math.PI * t)) + (c * Math.Cos(4 * Math.PI * t)));

    private static Tensor Window(long length, bool periodic, DType type, Func<double, double> shape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        double[] values = new double[length];
        double extent = periodic ? length : length - 1;
        for (int i = 0; i < values.Length; i++) values[i] = length == 1 ? 1 : shape(i / extent);
        return Tensor.Of(values).To(type);
    }
}
