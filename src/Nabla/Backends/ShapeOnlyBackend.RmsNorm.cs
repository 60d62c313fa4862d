namespace Nabla;

public sealed partial class ShapeOnlyBackend
{
    /// <inheritdoc/>
    public void RmsNorm(Tensor x, long n, Tensor? weight, double epsilon, Tensor y, Tensor rstd)
    {
    }

    /// <inheritdoc/>
    public void RmsNormBackward(Tensor g, Tensor x, long n, Tensor? weight, Tensor rstd, Tensor? gx, Tensor? gWeight)
    {
    }
}
