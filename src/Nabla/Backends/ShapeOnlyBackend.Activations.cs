using Nabla.Kernels.Activations;

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
}
