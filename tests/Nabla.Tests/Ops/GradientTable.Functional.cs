namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    private static IEnumerable<GradientCase> Activations()
    {
        yield return One("leaky relu", x => Functional.LeakyReLU(x, 0.2));
        yield return One("relu6", x => Functional.ReLU6(x * 9));
        yield return One("elu", x => Functional.ELU(x, 1.3));
        yield return One("selu", x => Functional.SELU(x));
        yield return One("celu", x => Functional.CELU(x, 0.7));
        yield return One("gelu", x => Functional.GELU(x));
        yield return One("gelu tanh", x => Functional.GELU(x, tanh: true));
        yield return One("silu", x => Functional.SiLU(x));
        yield return One("mish", x => Functional.Mish(x));
        yield return One("softplus", x => Functional.Softplus(x, 2, 1.3));
        yield return One("softsign", x => Functional.Softsign(x));
        yield return One("softshrink", x => Functional.Softshrink(x, 0.3));
        yield return One("hardshrink", x => Functional.Hardshrink(x, 0.3));
        yield return One("tanhshrink", x => Functional.Tanhshrink(x));
        yield return One("threshold", x => Functional.Threshold(x, 0.3, -2));
        yield return One("hardtanh", x => Functional.Hardtanh(x, -0.3, 0.4));
        yield return One("hardsigmoid", x => Functional.Hardsigmoid(x * 5));
        yield return One("hardswish", x => Functional.Hardswish(x * 5));
        yield return Two("prelu", (x, w) => Functional.PReLU(x, w));
        yield return One("glu", x => Functional.GLU(x, 0));
    }

    private static IEnumerable<GradientCase> LossesAndAttention()
    {
        Tensor target = Positive(2, 3), tokens = Tensor.Of([2L, 0, 2, 1], [2, 2]);
        yield return Two("binary cross-entropy", (x, t) => Functional.BinaryCrossEntropy(x, t), Positive(2, 3), Positive(2, 3) * 0.8);
        yield return One("binary cross-entropy with logits", x => Functional.BinaryCrossEntropyWithLogits(x, target, target + 0.5, Positive(3)));
        yield return Two("binary cross-entropy with logits and targets", (x, t) => Functional.BinaryCrossEntropyWithLogits(x, t, reduction: LossReduction.None), Values(2, 3), target);
        yield return One("nll", x => Functional.NLLLoss(x, Tensor.Of(2L, 0), Positive(3)));
        yield return Two("smooth l1", (x, t) => Functional.SmoothL1Loss(x, t, 0.5), Values(2, 3), Values(2, 3) * 0.31);
        yield return Two("huber", (x, t) => Functional.HuberLoss(x, t, 0.5), Values(2, 3), Values(2, 3) * 0.31);
        yield return Two("kl divergence", (x, t) => Functional.KLDivLoss(x, t), Values(2, 3), target);
        yield return Three("gaussian nll", (x, t, v) => Functional.GaussianNLLLoss(x, t, v), Values(2, 3), Values(2, 3) * 0.31, target);
        yield return One("embedding", w => Functional.Embedding(tokens, w), Values(3, 2));
        yield return Two("rms norm", (x, w) => Functional.RMSNorm(x, [3], w, 1e-5));
        yield return Three("attention", (q, k, v) => Functional.ScaledDotProductAttention(q, k, v, causal: true), Values(1, 2, 3, 2), Values(1, 2, 4, 2) * 0.7, Values(1, 2, 4, 3));
        yield return Three("attention with shared heads", (q, k, v) => Functional.ScaledDotProductAttention(q, k, v), Values(1, 4, 2, 2), Values(1, 2, 3, 2) * 0.7, Values(1, 2, 3, 2));
        yield return Two("attention with a learned mask", (q, m) => Functional.ScaledDotProductAttention(q, q * 0.5, q + 0.2, m), Values(1, 2, 3, 2), Values(3, 3));
        yield return Two("attention with a learned mask for each window", (q, m) => Functional.ScaledDotProductAttention(q, q * 0.5, q + 0.2, m), Values(2, 2, 1, 3, 2), Values(2, 1, 3, 3));
        yield return Two("packed attention with a learned mask", (x, m) => Functional.PackedSelfAttention(x, 2, m), Values(2, 2, 3, 12), Values(2, 3, 3));
        yield return One("packed attention", x => Functional.PackedSelfAttention(x, 2, causal: true), Values(2, 3, 12));
    }
}
