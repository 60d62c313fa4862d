namespace Nabla;

/// <summary>An <see cref="InstanceNorm2d"/> whose channels are counted at the first input.</summary>
[Export("nn.LazyInstanceNorm2d")]
[FunctionalTwin(nameof(Nabla.Functional.InstanceNorm))]
public sealed class LazyInstanceNorm2d : LazyModule<InstanceNorm2d>
{
    /// <summary>Describes the layer; its parameters come with the first input.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="momentum">Share of the newest batch in the running statistics.</param>
    /// <param name="affine">Learn a scale and a shift?</param>
    /// <param name="trackRunningStats">Keep statistics for prediction?</param>
    public LazyInstanceNorm2d(Weights w, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false)
        : base(w, (place, channels) => new InstanceNorm2d(place, channels, epsilon, momentum, affine, trackRunningStats), shape => Extent(nameof(LazyInstanceNorm2d), shape, 3, 4, s => s[^3]), affine ? "weight" : "running_mean", shape => (int)shape[0])
    {
    }
}
