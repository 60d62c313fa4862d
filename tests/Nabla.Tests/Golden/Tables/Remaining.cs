namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Numbers() => new()
    {
        ["sinc"] = (x, _) => [x[0].Sinc()],
        ["deg2rad"] = (x, _) => [x[0].DegreesToRadians()],
        ["rad2deg"] = (x, _) => [x[0].RadiansToDegrees()],
        ["logit"] = (x, a) => [x[0].Logit(a.Has("eps") ? a.Real("eps") : null)],
        ["nan_to_num"] = (x, a) => [x[0].NanToNum(a.Real("nan"), a.Has("posinf") ? a.Real("posinf") : null, a.Has("neginf") ? a.Real("neginf") : null)],
        ["round_decimals"] = (x, a) => [x[0].Round(a.Int("decimals"))],
        ["isposinf"] = (x, _) => [x[0].IsPositiveInfinity()],
        ["isneginf"] = (x, _) => [x[0].IsNegativeInfinity()],
        ["signbit"] = (x, _) => [x[0].SignBit()],
        ["gcd"] = (x, _) => [x[0].Gcd(x[1])],
        ["lcm"] = (x, _) => [x[0].Lcm(x[1])],
        ["heaviside"] = (x, _) => [x[0].Heaviside(x[1])],
        ["nextafter"] = (x, _) => [x[0].NextAfter(x[1])],
        ["logspace"] = (_, a) => [Tensor.Logspace(a.Real("start"), a.Real("end"), a.Long("steps"), a.Real("base", 10), a.Type() ?? DType.Float32)],
        ["full"] = (_, a) => [Tensor.Full(new Shape(a.Longs("size")), a.Scalar("fill_value"), a.Type())],
        ["zeros_like"] = (x, _) => [x[0].ZerosLike()],
        ["ones_like"] = (x, _) => [x[0].OnesLike()],
        ["full_like"] = (x, a) => [x[0].FullLike(a.Scalar("fill_value"))],
        ["hann_window"] = (_, a) => [Tensor.HannWindow(a.Long("window_length"), a.Flag("periodic"))],
        ["hamming_window"] = (_, a) => [Tensor.HammingWindow(a.Long("window_length"), a.Flag("periodic"))],
        ["blackman_window"] = (_, a) => [Tensor.BlackmanWindow(a.Long("window_length"), a.Flag("periodic"))],
        ["bartlett_window"] = (_, a) => [Tensor.BartlettWindow(a.Long("window_length"), a.Flag("periodic"))],
        ["mode"] = (x, a) => Pair(x[0].Mode(a.Int("dim", -1), a.Flag("keepdim"))),
        ["quantile"] = (x, a) => [x[0].Quantile(a.Real("q"), a.Has("dim") ? a.Int("dim") : null, a.Flag("keepdim"), Between(a))],
        ["nanquantile"] = (x, a) => [x[0].NanQuantile(a.Real("q"), a.Has("dim") ? a.Int("dim") : null, a.Flag("keepdim"), Between(a))],
        ["unique_dim"] = (x, a) => Triple(x[0].Unique(a.Int("dim"))),
        ["histc"] = (x, a) => [x[0].Histc(a.Int("bins"), a.Real("min"), a.Real("max"))],
        ["diff"] = (x, a) => [x[0].Diff(a.Int("n", 1), a.Int("dim", -1))],
        ["movedim"] = (x, a) => [x[0].MoveAxes(a.Ints("source"), a.Ints("destination"))],
        ["cdist"] = (x, a) => [x[0].CDist(x[1], a.Real("p", 2))],
        ["pdist"] = (x, a) => [x[0].PDist(a.Real("p", 2))],
        ["cross"] = (x, a) => [x[0].Cross(x[1], a.Int("dim", -1))],
        ["scatter_reduce"] = (x, a) => [x[0].ScatterReduce(a.Int("dim"), x[1], x[2], a.Text("reduce") switch
        {
            "prod" => ScatterReduction.Product,
            "amax" => ScatterReduction.Max,
            "amin" => ScatterReduction.Min,
            string other => Enum.Parse<ScatterReduction>(other, ignoreCase: true),
        }, a.Flag("include_self", true))],
    };

    private static Dictionary<string, GoldenOp> MoreFunctions() => new()
    {
        ["normalize"] = (x, a) => [Functional.Normalize(x[0], a.Real("p", 2), a.Int("dim", 1))],
        ["local_response_norm"] = (x, a) => [Functional.LocalResponseNorm(x[0], a.Int("size"), a.Real("alpha"), a.Real("beta"), a.Real("k"))],
        ["lp_pool1d"] = (x, a) => [Functional.LPPool1d(x[0], a.Real("norm_type"), a.Ints("kernel_size"), a.Spatial("stride"), a.Flag("ceil_mode"))],
        ["lp_pool2d"] = (x, a) => [Functional.LPPool2d(x[0], a.Real("norm_type"), a.Ints("kernel_size"), a.Spatial("stride"), a.Flag("ceil_mode"))],
        ["fractional_max_pool2d"] = (x, a) => Pair(Functional.FractionalMaxPool2dWithIndices(x[0], a.Ints("kernel_size"), a.Spatial("output_size"), a.Has("output_ratio") ? a.Real("output_ratio") : null, x[1])),
        ["fractional_max_pool3d"] = (x, a) => Pair(Functional.FractionalMaxPool3dWithIndices(x[0], a.Ints("kernel_size"), a.Spatial("output_size"), a.Has("output_ratio") ? a.Real("output_ratio") : null, x[1])),
        ["embedding_bag"] = (x, a) => [Functional.EmbeddingBag(x[1], x[0], x.Length > 2 ? x[2] : null, perSampleWeights: x.Length > 3 ? x[3] : null, mode: Enum.Parse<EmbeddingBagMode>(a.Text("mode"), ignoreCase: true),
            includeLastOffset: a.Flag("include_last_offset"), paddingIndex: a.Has("padding_idx") ? a.Long("padding_idx") : null)],
        ["soft_margin_loss"] = (x, a) => [Functional.SoftMarginLoss(x[0], x[1], ReductionOf(a))],
        ["hinge_embedding_loss"] = (x, a) => [Functional.HingeEmbeddingLoss(x[0], x[1], a.Real("margin", 1), ReductionOf(a))],
        ["margin_ranking_loss"] = (x, a) => [Functional.MarginRankingLoss(x[0], x[1], x[2], a.Real("margin"), ReductionOf(a))],
        ["cosine_embedding_loss"] = (x, a) => [Functional.CosineEmbeddingLoss(x[0], x[1], x[2], a.Real("margin"), ReductionOf(a))],
        ["triplet_margin_loss"] = (x, a) => [Functional.TripletMarginLoss(x[0], x[1], x[2], a.Real("margin", 1), a.Real("p", 2), swap: a.Flag("swap"), reduction: ReductionOf(a))],
        ["multi_margin_loss"] = (x, a) => [Functional.MultiMarginLoss(x[0], x[1], a.Int("p", 1), a.Real("margin", 1), x[2], ReductionOf(a))],
        ["multilabel_margin_loss"] = (x, a) => [Functional.MultilabelMarginLoss(x[0], x[1], ReductionOf(a))],
        ["ctc_loss"] = (x, a) => [Functional.CTCLoss(x[0].LogSoftmax(-1), x[1], x[2], x[3], a.Long("blank"), ReductionOf(a), a.Flag("zero_infinity"))],
        ["multilabel_soft_margin_loss"] = (x, a) => [Functional.MultilabelSoftMarginLoss(x[0], x[1], x[2], ReductionOf(a))],
    };

    private static QuantileInterpolation Between(GoldenArgs a) => Enum.Parse<QuantileInterpolation>(a.Text("interpolation", "linear"), ignoreCase: true);
}
