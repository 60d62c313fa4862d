namespace Nabla;

public static partial class Functional
{
    /// <summary>Element by element, x above 0, slope·x elsewhere.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="slope">Factor of negative values.</param>
    [Export("nn.functional.leaky_relu")]
    public static Tensor LeakyReLU(Tensor x, double slope = 0.01) => new LeakyReluOp(slope).Apply(x.ToFloating());

    /// <summary>Element by element, min(max(x, 0), 6).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.relu6")]
    public static Tensor ReLU6(Tensor x) => new Relu6Op().Apply(x.ToFloating());

    /// <summary>Element by element, x above 0, alpha·(e^x - 1) elsewhere. Clevert et al. (2015).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="alpha">Limit for x to -∞ is -alpha.</param>
    [Export("nn.functional.elu")]
    public static Tensor ELU(Tensor x, double alpha = 1) => new EluOp(alpha, 1, 1).Apply(x.ToFloating());

    /// <summary>Element by element, the self-normalising unit: ELU with fixed alpha and scale. Klambauer et al. (2017).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.selu")]
    public static Tensor SELU(Tensor x) => new EluOp(1.6732632423543772848, 1.0507009873554804934, 1).Apply(x.ToFloating());

    /// <summary>Element by element, x above 0, alpha·(e^(x/alpha) - 1) elsewhere. Barron (2017).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="alpha">Limit for x to -∞ is -alpha; not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of range.</exception>
    [Export("nn.functional.celu")]
    public static Tensor CELU(Tensor x, double alpha = 1) =>
        alpha == 0 ? throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "CELU's alpha must not be 0.") : new EluOp(alpha, 1, 1 / alpha).Apply(x.ToFloating());

    /// <summary>Element by element, x·Φ(x) with the normal distribution function Φ. Hendrycks and Gimpel (2016).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="tanh">Approximate Φ with a hyperbolic tangent?</param>
    [Export("nn.functional.gelu")]
    public static Tensor GELU(Tensor x, bool tanh = false) => tanh ? new GeluTanhOp().Apply(x.ToFloating()) : new GeluOp().Apply(x.ToFloating());

    /// <summary>Element by element, x·σ(x), also called swish.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.silu")]
    public static Tensor SiLU(Tensor x) => new SiluOp().Apply(x.ToFloating());

    /// <summary>Element by element, x·tanh(log(1 + e^x)). Misra (2019).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.mish")]
    public static Tensor Mish(Tensor x) => new MishOp().Apply(x.ToFloating());

    /// <summary>Element by element, log(1 + e^(beta·x))/beta.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="beta">Sharpness; not 0.</param>
    /// <param name="threshold">Where beta·x is above it, the function is x itself.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is out of range.</exception>
    [Export("nn.functional.softplus")]
    public static Tensor Softplus(Tensor x, double beta = 1, double threshold = 20) =>
        beta == 0 ? throw new ArgumentOutOfRangeException(nameof(beta), beta, "Softplus' beta must not be 0.") : new SoftplusOp(beta, threshold).Apply(x.ToFloating());

    /// <summary>Element by element, x/(1 + |x|).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.softsign")]
    public static Tensor Softsign(Tensor x) => new SoftsignOp().Apply(x.ToFloating());

    /// <summary>Element by element, x - tanh x.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.tanhshrink")]
    public static Tensor Tanhshrink(Tensor x) => new TanhshrinkOp().Apply(x.ToFloating());

    /// <summary>Element by element, log σ(x), without overflow.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.logsigmoid")]
    public static Tensor LogSigmoid(Tensor x) => x.LogSigmoid();
}
