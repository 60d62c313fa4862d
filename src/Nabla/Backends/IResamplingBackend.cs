using Nabla.Kernels.Interpolation;

namespace Nabla;

/// <summary>Resampling along one axis.</summary>
[Export("backends.IResamplingBackend")]
public interface IResamplingBackend
{
    /// <summary>y = the table applied to <paramref name="axis"/> of x; both dense.</summary>
    void Resample(Tensor x, int axis, ResampleTable table, Tensor y);
}
