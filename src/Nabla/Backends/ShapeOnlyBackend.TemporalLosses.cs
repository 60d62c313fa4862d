namespace Nabla;

public sealed partial class ShapeOnlyBackend : ITemporalLosses
{
    /// <inheritdoc/>
    public void ConnectionistTemporal(Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor losses)
    {
    }

    /// <inheritdoc/>
    public void ConnectionistTemporalBackward(Tensor g, Tensor x, Tensor labels, Tensor starts, Tensor lengths, long blank, Tensor gx)
    {
    }
}
