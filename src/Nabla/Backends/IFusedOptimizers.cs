using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Optimiser steps in one pass over memory; contiguous tensors of one dtype and length.</summary>
[Export("backends.IFusedOptimizers")]
public interface IFusedOptimizers
{
    /// <summary>Are there kernels for this dtype?</summary>
    bool FusesSteps(DType type);

    /// <summary>One step of SGD; <paramref name="momentum"/> is null when the settings have none, and taken from the gradient when <paramref name="first"/>.</summary>
    void SgdStep(Tensor parameters, Tensor gradient, Tensor? momentum, bool first, SgdSettings settings);

    /// <summary>One step, the <paramref name="step"/>th from 1, of Adam or AdamW; <paramref name="largest"/> is null without AMSGrad.</summary>
    void AdamStep(Tensor parameters, Tensor gradient, Tensor mean, Tensor square, Tensor? largest, long step, AdamSettings settings);

    /// <summary>One step by a rule; null for remembered values the rule does not have.</summary>
    void Step<TRule>(Tensor parameters, Tensor gradient, Tensor? a, Tensor? b, Tensor? c, TRule rule)
        where TRule : struct, IStepRule;

    /// <summary>One step, the <paramref name="step"/>th from 1, of AdamW on float32 parameters with its running means in bytes, scaled block by block.</summary>
    void EightBitAdamStep(Tensor parameters, Tensor gradient, Tensor mean, Tensor square, Tensor meanScale, Tensor squareScale, int block, long step, AdamSettings settings);
}
