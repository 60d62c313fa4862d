namespace Nabla;

/// <summary>What instance normalisation of any rank shares: an optional scale and shift and optional running statistics.</summary>
[FunctionalTwin(nameof(Nabla.Functional.InstanceNorm))]
[Export("nn.InstanceNormBase")]
public abstract class InstanceNormBase : Module
{
    private readonly int _axes;
    private readonly double _momentum, _epsilon;

    private protected InstanceNormBase(Weights w, int channels, int axes, double epsilon, double momentum, bool affine, bool trackRunningStats)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        (_axes, _epsilon, _momentum) = (axes, epsilon, momentum);
        if (affine)
        {
            Weight = w.Get("weight", [channels], Init.Ones);
            Bias = w.Get("bias", [channels], Init.Zeros);
        }
        if (!trackRunningStats) return;
        RunningMean = w.GetBuffer("running_mean", [channels], Init.Zeros);
        RunningVariance = w.GetBuffer("running_var", [channels], Init.Ones);
        BatchesTracked = w.GetBuffer("num_batches_tracked", [], Init.Zeros, DType.Int64);
    }

    /// <summary>Scale [C]; null when not affine.</summary>
    public Parameter? Weight { get; }

    /// <summary>Shift [C]; null when not affine.</summary>
    public Parameter? Bias { get; }

    /// <summary>Running mean [C]; null when not tracked.</summary>
    public ModuleBuffer? RunningMean { get; }

    /// <summary>Running variance [C]; null when not tracked.</summary>
    public ModuleBuffer? RunningVariance { get; }

    /// <summary>Kept for PyTorch's state dict, which has it; never counted up there either.</summary>
    public ModuleBuffer? BatchesTracked { get; }

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
