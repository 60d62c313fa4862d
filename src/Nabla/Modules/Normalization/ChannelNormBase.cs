namespace Nabla;

/// <summary>What batch and instance normalisation share: an optional scale and shift of each channel, and optional running statistics.</summary>
[Export("nn.ChannelNormBase")]
public abstract class ChannelNormBase : Module
{
    private protected ChannelNormBase(Weights w, int channels, bool affine, bool trackRunningStats)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
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

    /// <summary>Number of training batches seen. Instance normalisation keeps it for PyTorch's state dict alone and never counts, as there.</summary>
    public ModuleBuffer? BatchesTracked { get; }
}
