using Nabla.Kernels.Activations;
using Nabla.Kernels.Gates;

namespace Nabla;

public sealed partial class ShapeOnlyBackend : IFusedActivations
{
    /// <inheritdoc/>
    public void Learned<TFunction>(TFunction function, Tensor x, ReadOnlySpan<Tensor> parameters, in LearnedLayout layout, Tensor y)
        where TFunction : struct, ILearnedActivation
    {
    }

    /// <inheritdoc/>
    public void LearnedBackward<TFunction>(TFunction function, Tensor g, Tensor x, ReadOnlySpan<Tensor> parameters, in LearnedLayout layout, Tensor? gx, ReadOnlySpan<Tensor?> gradients)
        where TFunction : struct, ILearnedActivation
    {
    }

    /// <inheritdoc/>
    public void Pade(Tensor x, Tensor numerator, Tensor denominator, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void PadeBackward(Tensor g, Tensor x, Tensor numerator, Tensor denominator, Tensor? gx, Tensor? gNumerator, Tensor? gDenominator)
    {
    }

    /// <inheritdoc/>
    public void ChannelGate(in ChannelGateForm form, Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor kept, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void ChannelGateBackward(in ChannelGateForm form, Tensor g, Tensor x, Tensor w1, Tensor w2, Tensor kept, Tensor? gx, Tensor gw1, Tensor gb1, Tensor gw2, Tensor gb2)
    {
    }
}
