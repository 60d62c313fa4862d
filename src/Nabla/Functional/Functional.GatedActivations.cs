namespace Nabla;

public static partial class Functional
{
    /// <summary>Element by element, x·σ(beta·x): from x/2 at beta 0 to the rectifier at ∞. Ramachandran, Zoph and Le (2017).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="beta">Sharpness of the gate.</param>
    [Export("nn.functional.swish")]
    public static Tensor Swish(Tensor x, double beta = 1) => new SwishOp(beta).Apply(x.ToFloating());

    /// <summary>Element by element, x·σ(beta·x) with a learned sharpness.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="beta">One value, or one for each channel of [N, C, ...].</param>
    /// <exception cref="ShapeMismatchException">The number of values is neither 1 nor C.</exception>
    public static Tensor Swish(Tensor x, Tensor beta)
    {
        (x, beta) = Promotion.AlignFloating(x, beta);
        return new LearnedSwishOp().Apply(x, PerChannel(x, beta, nameof(beta)));
    }

    /// <summary>Element by element, x·σ(1.702x), an approximation of GELU. Hendrycks and Gimpel (2016).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.quick_gelu")]
    public static Tensor QuickGELU(Tensor x) => new SwishOp(1.702).Apply(x.ToFloating());

    /// <summary>Element by element, max(x, 0)². So et al. (2021).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.squared_relu")]
    public static Tensor SquaredReLU(Tensor x) => new SquaredReluOp().Apply(x.ToFloating());

    /// <summary>Element by element, x·tanh(e^x). Liu and Di (2020).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.tanh_exp")]
    public static Tensor TanhExp(Tensor x) => new TanhExpOp().Apply(x.ToFloating());

    /// <summary>Element by element, x·erf(log(1 + e^x)). Nag and Bhattacharyya (2021).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.serf")]
    public static Tensor Serf(Tensor x) => new SerfOp().Apply(x.ToFloating());

    /// <summary>Element by element, ½x·min(max(x + 2, 0), 2): Mish in three straight pieces and a parabola.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    [Export("nn.functional.hard_mish")]
    public static Tensor HardMish(Tensor x) => new HardMishOp().Apply(x.ToFloating());

    /// <summary>Element by element, ½((1 + slope)x + (1 - slope)x·erf(mu(1 - slope)x)): a smooth leaky rectifier. Biswas et al. (2021).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="slope">Slope for x to -∞.</param>
    /// <param name="mu">Sharpness of the corner; 0 gives a straight line, ∞ the leaky rectifier.</param>
    [Export("nn.functional.smu")]
    public static Tensor SMU(Tensor x, double slope = 0.25, double mu = 1) => new SmuOp(slope, mu).Apply(x.ToFloating());

    /// <summary>The smooth leaky rectifier with a learned sharpness.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="mu">One value, or one for each channel of [N, C, ...].</param>
    /// <param name="slope">Slope for x to -∞.</param>
    /// <exception cref="ShapeMismatchException">The number of values is neither 1 nor C.</exception>
    public static Tensor SMU(Tensor x, Tensor mu, double slope = 0.25)
    {
        (x, mu) = Promotion.AlignFloating(x, mu);
        return new LearnedSmuOp(slope).Apply(x, PerChannel(x, mu, nameof(mu)));
    }

    /// <summary>Element by element, x + sin²(alpha·x)/alpha: grows like x and repeats, for periodic signals. Ziyin, Hartwig and Ueda (2020).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="alpha">Frequency; not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is 0.</exception>
    [Export("nn.functional.snake")]
    public static Tensor Snake(Tensor x, double alpha = 1) =>
        alpha == 0 ? throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "Snake's alpha must not be 0.") : new SnakeOp(alpha).Apply(x.ToFloating());

    /// <summary>Element by element, x + sin²(alpha·x)/alpha with a learned frequency.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="alpha">One value, or one for each channel of [N, C, ...]; none of them 0.</param>
    /// <exception cref="ShapeMismatchException">The number of values is neither 1 nor C.</exception>
    public static Tensor Snake(Tensor x, Tensor alpha)
    {
        (x, alpha) = Promotion.AlignFloating(x, alpha);
        return new LearnedSnakeOp().Apply(x, PerChannel(x, alpha, nameof(alpha)));
    }

    /// <summary>Element by element, sin(omega·x): the activation of SIREN networks. Sitzmann et al. (2020).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="omega">Frequency.</param>
    [Export("nn.functional.sine")]
    public static Tensor Sine(Tensor x, double omega = 30) => (x.ToFloating() * omega).Sin();

    /// <summary>Element by element, 1 from the threshold up and 0 below: Rosenblatt's (1958) perceptron unit. Its gradient is 0.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="threshold">Smallest value that fires.</param>
    [Export("nn.functional.step")]
    public static Tensor Step(Tensor x, double threshold = 0)
    {
        x = x.ToFloating();
        return (x.Detach() >= threshold).To(x.DType);
    }

    /// <summary>A learned value as a tensor that broadcasts along the channels of [N, C, ...].</summary>
    private static Tensor PerChannel(Tensor x, Tensor value, string argument)
    {
        if (value.Count == 1) return value.Reshape([]);
        long channels = x.Rank > 1 ? x.Shape[1] : 1;
        if (value.Count != channels) throw new ShapeMismatchException($"An input of shape {x.Shape} expects 1 or {channels} learned values; got shape {value.Shape}.", argument);
        return value.Reshape([-1, .. Enumerable.Repeat(1L, x.Rank - 2)]);
    }
}
