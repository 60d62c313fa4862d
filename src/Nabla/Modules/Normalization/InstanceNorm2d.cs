namespace Nabla;

/// <summary>Normalisation of each channel of each sample of [N, C, H, W]. Ulyanov, Vedaldi and Lempitsky (2016).</summary>
[Export("nn.InstanceNorm2d")]
public sealed class InstanceNorm2d : InstanceNormBase
{
    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c> when affine, and running statistics when tracked.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the newest input in the running statistics.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <param name="trackRunningStats">Keep statistics for prediction?</param>
    public InstanceNorm2d(Weights w, int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false)
        : base(w, channels, 2, epsilon, momentum, affine, trackRunningStats)
    {
    }
}
