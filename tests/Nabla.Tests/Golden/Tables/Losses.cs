namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Losses() => new()
    {
        ["cross_entropy"] = (x, a) => [Functional.CrossEntropy(x[0], x[1], x[2], a.Long("ignore_index", -100), ReductionOf(a), a.Real("label_smoothing"))],
        ["nll_loss"] = (x, a) => [Functional.NLLLoss(x[0], x[1], x[2], a.Long("ignore_index", -100), ReductionOf(a))],
        ["mse_loss"] = (x, a) => [Functional.MSELoss(x[0], x[1], ReductionOf(a))],
        ["l1_loss"] = (x, a) => [Functional.L1Loss(x[0], x[1], ReductionOf(a))],
        ["smooth_l1_loss"] = (x, a) => [Functional.SmoothL1Loss(x[0], x[1], a.Real("beta", 1), ReductionOf(a))],
        ["huber_loss"] = (x, a) => [Functional.HuberLoss(x[0], x[1], a.Real("delta", 1), ReductionOf(a))],
        ["poisson_nll_loss"] = (x, a) => [Functional.PoissonNLLLoss(x[0], x[1], a.Flag("log_input"), a.Flag("full"), reduction: ReductionOf(a))],
        ["gaussian_nll_loss"] = (x, a) => [Functional.GaussianNLLLoss(x[0], x[1], x[2], a.Flag("full"), a.Real("eps"), ReductionOf(a))],
        ["binary_cross_entropy"] = (x, a) => [Functional.BinaryCrossEntropy(x[0], x[1], x[2], ReductionOf(a))],
        ["binary_cross_entropy_with_logits"] = (x, a) => [Functional.BinaryCrossEntropyWithLogits(x[0], x[1], x[2], x[3], ReductionOf(a))],
        ["kl_div"] = (x, a) =>
            [Functional.KLDivLoss(x[0], x[1], a.Flag("log_target"), a.IsText("reduction", "batchmean") ? LossReduction.None : ReductionOf(a), a.IsText("reduction", "batchmean"))],
        ["embedding"] = (x, a) => [Functional.Embedding(x[1], x[0], a.Has("padding_idx") ? a.Long("padding_idx") : null)],
    };

    private static LossReduction ReductionOf(GoldenArgs a) => Enum.Parse<LossReduction>(a.Text("reduction", "mean"), ignoreCase: true);
}
