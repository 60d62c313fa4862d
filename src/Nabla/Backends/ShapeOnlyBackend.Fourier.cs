namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFourierBackend
{
    /// <inheritdoc/>
    public void Fourier(Tensor x, Tensor y, bool inverse, double scale)
    {
    }

    /// <inheritdoc/>
    public void RealFourier(Tensor x, Tensor y, double scale)
    {
    }

    /// <inheritdoc/>
    public void InverseRealFourier(Tensor x, Tensor y, double scale)
    {
    }
}
