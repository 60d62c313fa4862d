using Nabla.Kernels.Activations;

namespace Nabla;

/// <summary>Activations with learned parameters: a pass forward, and one for all gradients. Contiguous tensors of one floating-point dtype.</summary>
[Export("backends.IFusedActivations")]
public interface IFusedActivations
{
    /// <summary>y = f(x, parameters).</summary>
    /// <param name="function">The activation.</param>
    /// <param name="x">Input.</param>
    /// <param name="parameters">As many as the activation has.</param>
    /// <param name="layout">Which value goes with which element.</param>
    /// <param name="y">Output, the shape of x.</param>
    void Learned<TFunction>(TFunction function, Tensor x, ReadOnlySpan<Tensor> parameters, in LearnedLayout layout, Tensor y)
        where TFunction : struct, ILearnedActivation;

    /// <summary>Gradients of <see cref="Learned"/>; null for what is not wanted.</summary>
    /// <param name="function">The activation.</param>
    /// <param name="g">Gradient of y.</param>
    /// <param name="x">Input.</param>
    /// <param name="parameters">As many as the activation has.</param>
    /// <param name="layout">Which value goes with which element.</param>
    /// <param name="gx">Gradient of x.</param>
    /// <param name="gradients">Gradients of the parameters, in their shapes.</param>
    void LearnedBackward<TFunction>(TFunction function, Tensor g, Tensor x, ReadOnlySpan<Tensor> parameters, in LearnedLayout layout, Tensor? gx, ReadOnlySpan<Tensor?> gradients)
        where TFunction : struct, ILearnedActivation;

    /// <summary>y = P(x) / (1 + |Q(x)|), with coefficients [m] of P from the constant up and [n] of Q from that of x up.</summary>
    void Pade(Tensor x, Tensor numerator, Tensor denominator, Tensor y);

    /// <summary>Gradients of <see cref="Pade"/>; null for what is not wanted.</summary>
    void PadeBackward(Tensor g, Tensor x, Tensor numerator, Tensor denominator, Tensor? gx, Tensor? gNumerator, Tensor? gDenominator);
}
