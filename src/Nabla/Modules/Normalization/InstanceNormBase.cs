namespace Nabla;

/// <summary>What instance normalisation of any rank shares: an optional scale and shift and optional running statistics.</summary>
[FunctionalTwin(nameof(Nabla.Functional.InstanceNorm))]
[Export("nn.InstanceNormBase")]
public abstract class InstanceNormBase : ChannelNormBase
{
    private readonly int _axes;
    private readonly double _momentum, _epsilon;

    private protected InstanceNormBase(Weights w, int channels, int axes, double epsilon, double momentum, bool affine, bool trackRunningStats)
        : base(w, channels, affine, trackRunningStats) => (_axes, _epsilon, _momentum) = (axes, epsilon, momentum);

    /// <summary>x [N, C, ...] (or [C, ...]) -> same shape.</summary>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank != _axes + 2 && x.Rank != _axes + 1)
            throw new ShapeMismatchException($"{GetType().Name} at '{Path}' expects an input with {_axes + 2} axes, or {_axes + 1} without the batch; got shape {x.Shape}.", nameof(x));
        Tensor batched = x.Rank == _axes + 1 ? x.Unsqueeze(0) : x;
        Tensor y = Nabla.Functional.InstanceNorm(
            batched, RunningMean?.Value, RunningVariance?.Value, Weight?.Value, Bias?.Value, IsTraining || RunningMean is null, _momentum, _epsilon);
        return x.Rank == y.Rank ? y : y.Squeeze(0);
    }
}
