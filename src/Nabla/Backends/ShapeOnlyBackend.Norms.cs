using Nabla.Kernels.Normalization;

namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedNorms
{
    /// <inheritdoc/>
    public void BatchNorm(Tensor x, Tensor? weight, Tensor? bias, double epsilon, FusedActivation activation, Tensor y, Tensor statistics)
    {
    }

    /// <inheritdoc/>
    public void BatchNormBackward(Tensor g, Tensor x, Tensor? weight, Tensor? bias, Tensor statistics, FusedActivation activation, Tensor? gx, Tensor? gWeight, Tensor? gBias)
    {
    }

    /// <inheritdoc/>
    public void TrackStatistic(Tensor running, Tensor statistics, int row, double momentum, double factor)
    {
    }

    /// <inheritdoc/>
    public void BatchNormInference(Tensor x, Tensor mean, Tensor variance, Tensor? weight, Tensor? bias, double epsilon, FusedActivation activation, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void LayerNorm(Tensor x, long n, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd)
    {
    }

    /// <inheritdoc/>
    public void LayerNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias)
    {
    }

    /// <inheritdoc/>
    public void GroupNorm(Tensor x, long groups, Tensor? weight, Tensor? bias, double epsilon, Tensor y, Tensor mean, Tensor rstd)
    {
    }

    /// <inheritdoc/>
    public void GroupNormBackward(Tensor g, Tensor x, long groups, Tensor? weight, Tensor mean, Tensor rstd, Tensor? gx, Tensor? gWeight, Tensor? gBias)
    {
    }
}
