namespace Nabla;

/// <summary>A <see cref="BatchNorm3d"/> whose channels are counted at the first input.</summary>
[Export("nn.LazyBatchNorm3d")]
[FunctionalTwin(nameof(Nabla.Functional.BatchNorm))]
public sealed class LazyBatchNorm3d : LazyModule<BatchNorm3d>
{
    /// <summary>Describes the layer; its parameters come with the first input.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the newest batch in the running statistics; null averages all batches.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <param name="trackRunningStats">Keep statistics for prediction?</param>
    public LazyBatchNorm3d(Weights w, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true)
        : base(w, (place, channels) => new BatchNorm3d(place, channels, epsilon, momentum, affine, trackRunningStats), shape => Extent(nameof(LazyBatchNorm3d), shape, 5, 5, s => s[1]), affine ? "weight" : "running_mean", shape => (int)shape[0])
    {
    }
}
