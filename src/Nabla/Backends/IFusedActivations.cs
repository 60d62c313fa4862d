using Nabla.Kernels.Activations;
using Nabla.Kernels.Gates;

namespace Nabla;

/// <summary>Activations with learned parameters, and gates of channels: a pass forward, and one for all gradients. Contiguous tensors of one floating-point dtype.</summary>
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

    /// <summary>y = x times a gate for each channel, as <paramref name="form"/> says; float32 or float64.</summary>
    /// <param name="form">Sizes and curves.</param>
    /// <param name="x">Input [N, C, ...].</param>
    /// <param name="w1">First layer [S, C].</param>
    /// <param name="b1">Its bias [S].</param>
    /// <param name="w2">Second layer [C, S].</param>
    /// <param name="b2">Its bias [C].</param>
    /// <param name="kept">Receives what <see cref="ChannelGateBackward"/> reads.</param>
    /// <param name="y">Output, the shape of x.</param>
    void ChannelGate(in ChannelGateForm form, Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor kept, Tensor y);

    /// <summary>Gradients of <see cref="ChannelGate"/>; that of x only where it is wanted.</summary>
    /// <param name="form">Sizes and curves.</param>
    /// <param name="g">Gradient of y.</param>
    /// <param name="x">Input.</param>
    /// <param name="w1">First layer.</param>
    /// <param name="w2">Second layer.</param>
    /// <param name="kept">From the forward pass.</param>
    /// <param name="gx">Gradient of x.</param>
    /// <param name="gw1">Gradient of the first layer.</param>
    /// <param name="gb1">Gradient of its bias.</param>
    /// <param name="gw2">Gradient of the second layer.</param>
    /// <param name="gb2">Gradient of its bias.</param>
    void ChannelGateBackward(in ChannelGateForm form, Tensor g, Tensor x, Tensor w1, Tensor w2, Tensor kept, Tensor? gx, Tensor gw1, Tensor gb1, Tensor gw2, Tensor gb2);
}
