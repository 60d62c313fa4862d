using Nabla.Kernels.Interpolation;

namespace Nabla;

/// <summary>Resampling along one axis, and reading at given places.</summary>
[Export("backends.IResamplingBackend")]
public interface IResamplingBackend
{
    /// <summary>y = the table applied to <paramref name="axis"/> of x; both dense.</summary>
    void Resample(Tensor x, int axis, ResampleTable table, Tensor y);

    /// <summary>y[n, c, p] = Σₖ w[n, k, p]·x[n, c, taps[n, k, p]]; y is dense.</summary>
    /// <param name="x">[N, C, L].</param>
    /// <param name="taps">int64 [N, K, P], places 0..L - 1.</param>
    /// <param name="weights">[N, K, P].</param>
    /// <param name="y">[N, C, P].</param>
    void WeightedGather(Tensor x, Tensor taps, Tensor weights, Tensor y);

    /// <summary>x[n, c, l] = Σ over the taps that read l of w[n, k, p]·g[n, c, p]; x is dense.</summary>
    void WeightedScatter(Tensor g, Tensor taps, Tensor weights, Tensor x);

    /// <summary>w[n, k, p] = Σ over c of g[n, c, p]·x[n, c, taps[n, k, p]]; w is dense.</summary>
    void WeightedDot(Tensor g, Tensor x, Tensor taps, Tensor weights);
}
