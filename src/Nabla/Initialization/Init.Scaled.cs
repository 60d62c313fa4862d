namespace Nabla;

/// <summary>Which neighbours of a weight its variance is divided by.</summary>
[Export("nn.init.FanMode")]
public enum FanMode
{
    /// <summary>Inputs of a unit: keeps the variance of activations.</summary>
    In,

    /// <summary>Outputs an input reaches: keeps the variance of gradients.</summary>
    Out,

    /// <summary>The mean of both.</summary>
    Average,
}

/// <summary>The law initial weights are drawn from.</summary>
[Export("nn.init.InitDistribution")]
public enum InitDistribution
{
    /// <summary>Normal.</summary>
    Normal,

    /// <summary>Normal, cut off at two deviations of the wider law and corrected to the wanted variance.</summary>
    TruncatedNormal,

    /// <summary>Uniform in ±√3 deviations.</summary>
    Uniform,
}

public static partial class Init
{
    /// <summary>Standard deviation of a standard normal law cut off at ±2; its square is 0.7737413.</summary>
    [Export("nn.init.truncated_deviation_")]
    public const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Mean 0 and variance scale/fan, from any law; Xavier, He and LeCun are instances.</summary>
    /// <param name="scale">Variance times fan; positive.</param>
    /// <param name="mode">Which fan.</param>
    /// <param name="distribution">Which law.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
    [Export("nn.init.variance_scaling_")]
    public static Initializer VarianceScaling(double scale = 1, FanMode mode = FanMode.In, InitDistribution distribution = InitDistribution.TruncatedNormal)
    {
        if (!(scale > 0) || double.IsInfinity(scale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of a variance must be positive.");
        return (target, generator) =>
        {
            double fan = mode switch
            {
                FanMode.In => Fan(target.Shape),
                FanMode.Out => Fan(target.Shape, outputs: true),
                _ => (Fan(target.Shape) + Fan(target.Shape, outputs: true)) / 2.0,
            };
            if (fan == 0) throw new ArgumentException($"A weight of shape {target.Shape} has no inputs or outputs to scale by.", nameof(target));
            Deviation(Math.Sqrt(scale / fan), distribution)(target, generator);
        };
    }

    /// <summary>LeCun et al. (1998), normal: variance 1/fanIn; for SELU and linear layers.</summary>
    [Export("nn.init.lecun_normal_")]
    public static Initializer LecunNormal() => VarianceScaling(1, FanMode.In, InitDistribution.TruncatedNormal);

    /// <summary>LeCun et al. (1998), uniform: variance 1/fanIn.</summary>
    [Export("nn.init.lecun_uniform_")]
    public static Initializer LecunUniform() => VarianceScaling(1, FanMode.In, InitDistribution.Uniform);

    /// <summary>Mean 0 and a given standard deviation, from any law.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
    [Export("nn.init.deviation_")]
    public static Initializer Deviation(double deviation, InitDistribution distribution = InitDistribution.Normal)
    {
        if (!(deviation >= 0) || double.IsInfinity(deviation)) throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "A standard deviation must not be negative.");
        double wide = deviation / TruncatedDeviation;
        return distribution switch
        {
            InitDistribution.Uniform => Uniform(Math.Sqrt(3) * deviation),
            InitDistribution.TruncatedNormal when deviation > 0 => TruncatedNormal(0, wide, -2 * wide, 2 * wide),
            _ => Normal(0, deviation),
        };
    }

    /// <summary>A convolution weight [out, in, kernel...] whose centre tap is orthogonal and whose other taps are 0: norms pass unchanged through any depth. Xiao et al. (2018).</summary>
    /// <param name="gain">Factor of the orthogonal matrix.</param>
    [Export("nn.init.delta_orthogonal_")]
    public static Initializer DeltaOrthogonal(double gain = 1) => (target, generator) =>
    {
        if (target.Rank is < 3 or > 5) throw new ArgumentException($"A delta-orthogonal weight [out, in, kernel...] needs 3 to 5 axes; got shape {target.Shape}.", nameof(target));
        if (target.Shape[1] > target.Shape[0]) throw new ArgumentException($"A delta-orthogonal weight needs at least as many outputs as inputs; got shape {target.Shape}.", nameof(target));
        using GradMode.Restore mode = GradMode.NoGrad();
        target.FillInPlace(0);
        Tensor centre = target;
        for (int axis = target.Rank - 1; axis >= 2; axis--) centre = centre.Select(axis, target.Shape[axis] / 2);
        Tensor matrix = Tensor.Empty(centre.Shape, target.DType, target.Backend);
        Orthogonal(gain)(matrix, generator);
        centre.CopyInPlace(matrix);
    };

    /// <summary>A transposed convolution weight [C, C/groups, k, k] that interpolates linearly, channel by channel, when its stride is k/2. Long, Shelhamer and Darrell (2015).</summary>
    [Export("nn.init.bilinear_")]
    public static Initializer Bilinear { get; } = (target, _) =>
    {
        if (target.Rank != 4) throw new ArgumentException($"A bilinear weight [C, C/groups, k, k] needs four axes; got shape {target.Shape}.", nameof(target));
        using GradMode.Restore mode = GradMode.NoGrad();
        double[] rows = Tent(target.Shape[2]), columns = Tent(target.Shape[3]), values = new double[target.Count];
        long inputs = target.Shape[0], outputs = target.Shape[1], taps = (long)rows.Length * columns.Length;
        for (long i = 0; i < inputs; i++)
        {
            long start = ((i * outputs) + (i % Math.Max(1, outputs))) * taps;
            for (int y = 0; y < rows.Length; y++)
            {
                for (int x = 0; x < columns.Length; x++) values[start + (y * columns.Length) + x] = rows[y] * columns[x];
            }
        }
        target.CopyInPlace(Tensor.Of(values, target.Shape));
    };

    private static double[] Tent(long taps)
    {
        double half = (taps + 1) / 2, centre = taps % 2 == 1 ? half - 1 : half - 0.5;
        return [.. Enumerable.Range(0, (int)taps).Select(i => 1 - (Math.Abs(i - centre) / half))];
    }
}
