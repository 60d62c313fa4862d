namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedSoftmax
{
    /// <inheritdoc/>
    public void Softmax(Tensor x, int axis, bool log, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void SoftmaxBackward(Tensor g, Tensor y, int axis, bool log, Tensor x)
    {
    }
}
