namespace Nabla;

public static partial class Functional
{
    /// <summary>Normalisation of each channel of each sample of [N, C, ...]. Ulyanov, Vedaldi and Lempitsky (2016).</summary>
    /// <param name="x">Input with at least one spatial axis.</param>
    /// <param name="runningMean">[C]; updated while the input's statistics are used, used otherwise; null for none.</param>
    /// <param name="runningVariance">[C]; as <paramref name="runningMean"/>.</param>
    /// <param name="weight">Scale [C], or null.</param>
    /// <param name="bias">Shift [C], or null.</param>
    /// <param name="useInputStats">Normalise with the statistics of the input?</param>
    /// <param name="momentum">Share of the input in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">A single value per channel, or running statistics are missing.</exception>
    [Export("nn.functional.instance_norm")]
    public static Tensor InstanceNorm(
        Tensor x, Tensor? runningMean = null, Tensor? runningVariance = null, Tensor? weight = null, Tensor? bias = null,
        bool useInputStats = true, double momentum = 0.1, double epsilon = 1e-5)
    {
        if (x.Rank < 3) throw new ShapeMismatchException($"InstanceNorm expects [N, C, ...] with at least one spatial axis; got {x.Shape}.", nameof(x));
        if (!useInputStats) return BatchNorm(x, runningMean, runningVariance, weight, bias, training: false, epsilon: epsilon);
        long channels = x.Shape[1], spatial = x.Count / Math.Max(1, x.Shape[0] * channels);
        if (spatial < 2 && x.Count > 0) throw new ArgumentException($"InstanceNorm needs more than one value per channel; got an input of shape {x.Shape}.", nameof(x));
        CheckChannels("InstanceNorm", channels, (runningMean, nameof(runningMean)), (runningVariance, nameof(runningVariance)));
        Tensor y = GroupNorm(x, checked((int)channels), weight, bias, epsilon);
        if (runningMean is not null && runningVariance is not null && x.HasData && x.Count > 0)
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            using TensorScope scope = TensorScope.Open();
            Tensor planes = x.Detach().Reshape(x.Shape[0], channels, spatial), mean = planes.Mean(2, keepDims: true);
            Tensor variance = (planes - mean).Square().Sum(2) / (spatial - 1);
            runningMean.MultiplyInPlace(1 - momentum).AddInPlace(mean.Squeeze(2).Mean(0) * momentum);
            runningVariance.MultiplyInPlace(1 - momentum).AddInPlace(variance.Mean(0) * momentum);
        }
        return y;
    }
}
