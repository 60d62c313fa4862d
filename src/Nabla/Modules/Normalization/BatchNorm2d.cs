namespace Nabla;

/// <summary>Batch normalisation of [N, C, H, W] per channel. Ioffe and Szegedy (2015).</summary>
[Export("nn.BatchNorm2d")]
public sealed class BatchNorm2d : BatchNormBase
{
    /// <summary>Reads, or creates, <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c> and <c>num_batches_tracked</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the newest batch in the running statistics; null averages all batches.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <param name="trackRunningStats">Keep statistics for prediction?</param>
    public BatchNorm2d(Weights w, int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true)
        : base(w, channels, 4, 4, epsilon, momentum, affine, trackRunningStats)
    {
    }
}
