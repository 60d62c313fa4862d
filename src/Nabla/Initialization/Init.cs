namespace Nabla;

/// <summary>Initialisers for parameters. Each returns a delegate that a <see cref="Weights"/> cursor applies.</summary>
public static partial class Init
{
    /// <summary>All 0.</summary>
    [Export("nn.init.zeros_")]
    public static Initializer Zeros { get; } = (target, _) => target.FillInPlace(0);

    /// <summary>All 1.</summary>
    [Export("nn.init.ones_")]
    public static Initializer Ones { get; } = (target, _) => target.FillInPlace(1);

    /// <summary>All <paramref name="value"/>.</summary>
    [Export("nn.init.constant_")]
    public static Initializer Constant(Scalar value) => (target, _) => target.FillInPlace(value);

    /// <summary>Uniform in [low, high).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The upper limit is below the lower, or not finite.</exception>
    [Export("nn.init.uniform_")]
    public static Initializer Uniform(double low, double high)
    {
        if (!(high >= low) || !double.IsFinite(high - low)) throw new ArgumentOutOfRangeException(nameof(high), high, $"The upper limit must be finite, and not below the lower, {low}.");
        return (target, generator) => generator.Uniform(target, low, high);
    }

    /// <summary>Uniform in [-bound, bound).</summary>
    public static Initializer Uniform(double bound) => Uniform(-bound, bound);

    /// <summary>Normal with the given mean and standard deviation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
    [Export("nn.init.normal_")]
    public static Initializer Normal(double mean = 0, double deviation = 1)
    {
        if (!(deviation >= 0) || double.IsInfinity(deviation)) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation must not be negative.");
        return (target, generator) => generator.Normal(target, mean, deviation);
    }

    /// <summary>He et al. (2015), uniform: bound = √(6 / ((1 + a²)·fan)).</summary>
    /// <param name="a">Negative slope of the rectifier that follows; 0 is ReLU, √5 PyTorch's default for layers.</param>
    /// <param name="fanOut">Keep the variance of gradients rather than of activations.</param>
    [Export("nn.init.kaiming_uniform_")]
    public static Initializer KaimingUniform(double a = 0, bool fanOut = false) => (target, generator) =>
    {
        double bound = Math.Sqrt(6 / ((1 + (a * a)) * Math.Max(1, Fan(target.Shape, fanOut))));
        generator.Uniform(target, -bound, bound);
    };

    /// <summary>He et al. (2015), normal: deviation = √(2 / ((1 + a²)·fan)).</summary>
    /// <param name="a">Negative slope of the rectifier that follows.</param>
    /// <param name="fanOut">Keep the variance of gradients rather than of activations.</param>
    [Export("nn.init.kaiming_normal_")]
    public static Initializer KaimingNormal(double a = 0, bool fanOut = false) => (target, generator) =>
        generator.Normal(target, 0, Math.Sqrt(2 / ((1 + (a * a)) * Math.Max(1, Fan(target.Shape, fanOut)))));

    /// <summary>Glorot and Bengio (2010), uniform: bound = gain·√(6 / (fanIn + fanOut)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative.</exception>
    [Export("nn.init.xavier_uniform_")]
    public static Initializer XavierUniform(double gain = 1)
    {
        CheckGain(gain);
        return (target, generator) =>
        {
            double bound = gain * Math.Sqrt(6.0 / BothFans(target));
            generator.Uniform(target, -bound, bound);
        };
    }

    /// <summary>Glorot and Bengio (2010), normal: deviation = gain·√(2 / (fanIn + fanOut)).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative.</exception>
    [Export("nn.init.xavier_normal_")]
    public static Initializer XavierNormal(double gain = 1)
    {
        CheckGain(gain);
        return (target, generator) => generator.Normal(target, 0, gain * Math.Sqrt(2.0 / BothFans(target)));
    }

    /// <summary>Number of inputs (or outputs) of one unit of a weight [out, in, kernel...].</summary>
    /// <exception cref="ArgumentException">The weight has fewer than two axes.</exception>
    [Export("nn.init.calculate_fan")]
    public static long Fan(Shape shape, bool outputs = false)
    {
        if (shape.Rank < 2) throw new ArgumentException($"Fan-in and fan-out need a weight with at least two axes; got shape {shape}.", nameof(shape));
        long receptive = 1;
        for (int i = 2; i < shape.Rank; i++) receptive *= shape[i];
        return shape[outputs ? 0 : 1] * receptive;
    }

    private static void CheckGain(double gain)
    {
        if (!(gain >= 0) || double.IsInfinity(gain)) throw new ArgumentOutOfRangeException(nameof(gain), gain, "A gain must not be negative.");
    }

    private static long BothFans(Tensor target)
    {
        long sum = Fan(target.Shape) + Fan(target.Shape, outputs: true);
        return sum > 0 ? sum : throw new ArgumentException($"A weight of shape {target.Shape} has no inputs or outputs to scale by.", nameof(target));
    }
}
