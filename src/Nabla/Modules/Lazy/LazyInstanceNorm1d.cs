namespace Nabla;

/// <summary>An <see cref="InstanceNorm1d"/> whose channels are counted at the first input.</summary>
[Export("nn.LazyInstanceNorm1d")]
[FunctionalTwin(nameof(Nabla.Functional.InstanceNorm))]
public sealed class LazyInstanceNorm1d : LazyModule<InstanceNorm1d>
{
    /// <summary>Describes the layer; its parameters come with the first input.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the newest batch in the running statistics.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <param name="trackRunningStats">Keep statistics for prediction?</param>
    public LazyInstanceNorm1d(Weights w, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false)
        : base(w, (place, channels) => new InstanceNorm1d(place, channels, epsilon, momentum, affine, trackRunningStats), shape => Extent(nameof(LazyInstanceNorm1d), shape, 2, 3, s => s[^2]), affine ? "weight" : "running_mean", shape => (int)shape[0])
    {
    }
}
