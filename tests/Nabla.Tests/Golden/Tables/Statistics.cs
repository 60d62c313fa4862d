namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Statistics() => new()
    {
        ["prod"] = (x, a) => [x[0].Prod(a.OptionalInts("dim"), a.Flag("keepdim"), a.Type())],
        ["var"] = (x, a) => [x[0].Var(a.OptionalInts("dim"), a.Real("correction", 1), a.Flag("keepdim"))],
        ["std"] = (x, a) => [x[0].Std(a.OptionalInts("dim"), a.Real("correction", 1), a.Flag("keepdim"))],
        ["var_mean"] = (x, a) => Pair(x[0].VarMean(a.OptionalInts("dim"), a.Real("correction", 1), a.Flag("keepdim"))),
        ["std_mean"] = (x, a) => Pair(x[0].StdMean(a.OptionalInts("dim"), a.Real("correction", 1), a.Flag("keepdim"))),
        ["norm"] = (x, a) => [x[0].Norm(a.Real("p", 2), a.OptionalInts("dim"), a.Flag("keepdim"))],
        ["logsumexp"] = (x, a) => [x[0].LogSumExp(a.OptionalInts("dim"), a.Flag("keepdim"))],
        ["nansum"] = (x, a) => [x[0].NanSum(a.OptionalInts("dim"), a.Flag("keepdim"))],
        ["nanmean"] = (x, a) => [x[0].NanMean(a.OptionalInts("dim"), a.Flag("keepdim"))],
        ["cumsum"] = (x, a) => [x[0].CumSum(a.Int("dim"))],
        ["cumprod"] = (x, a) => [x[0].CumProd(a.Int("dim"))],
        ["cummax"] = (x, a) => Pair(x[0].CumMax(a.Int("dim"))),
        ["cummin"] = (x, a) => Pair(x[0].CumMin(a.Int("dim"))),
        ["logcumsumexp"] = (x, a) => [x[0].LogCumSumExp(a.Int("dim"))],
        ["max_dim"] = (x, a) => Pair(x[0].Max(a.Int("dim"), a.Flag("keepdim"))),
        ["min_dim"] = (x, a) => Pair(x[0].Min(a.Int("dim"), a.Flag("keepdim"))),
        ["max_all"] = (x, _) => [x[0].Max()],
        ["min_all"] = (x, _) => [x[0].Min()],
        ["aminmax"] = (x, a) => Pair(x[0].AMinMax(a.OptionalInts("dim"), a.Flag("keepdim"))),
        ["median_dim"] = (x, a) => Pair(x[0].Median(a.Int("dim"), a.Flag("keepdim"))),
        ["median_all"] = (x, _) => [x[0].Median()],
        ["nanmedian_dim"] = (x, a) => Pair(x[0].NanMedian(a.Int("dim"), a.Flag("keepdim"))),
        ["nanmedian_all"] = (x, _) => [x[0].NanMedian()],
        ["all"] = (x, a) => [Truth(x[0], x[0].All(a.OptionalInts("dim"), a.Flag("keepdim")))],
        ["any"] = (x, a) => [Truth(x[0], x[0].Any(a.OptionalInts("dim"), a.Flag("keepdim")))],
        ["count_nonzero"] = (x, a) => [x[0].CountNonZero(a.OptionalInts("dim"))],
        ["sort"] = (x, a) => Pair(x[0].Sort(a.Int("dim", -1), a.Flag("descending"))),
        ["argsort"] = (x, a) => [x[0].ArgSort(a.Int("dim", -1), a.Flag("descending"))],
        ["topk"] = (x, a) => Pair(x[0].TopK(a.Long("k"), a.Int("dim", -1), a.Flag("largest", true))),
        ["kthvalue"] = (x, a) => Pair(x[0].KthValue(a.Long("k"), a.Int("dim", -1), a.Flag("keepdim"))),
        ["unique"] = (x, _) => Triple(x[0].Unique()),
        ["unique_consecutive"] = (x, _) => Triple(x[0].UniqueConsecutive()),
        ["searchsorted"] = (x, a) => [x[0].SearchSorted(x[1], a.Flag("right"))],
        ["bucketize"] = (x, a) => [x[0].Bucketize(x[1], a.Flag("right"))],
        ["bincount"] = (x, a) => [x[0].BinCount(x.Length > 1 ? x[1] : null, a.Long("minlength"))],
        ["one_hot"] = (x, a) => [x[0].OneHot(a.Has("num_classes") && a.Long("num_classes") >= 0 ? a.Long("num_classes") : null)],
    };

    /// <summary>PyTorch answers uint8 tensors with uint8.</summary>
    private static Tensor Truth(Tensor x, Tensor y) => x.DType == DType.UInt8 ? y.To(DType.UInt8) : y;

    private static Tensor[] Triple((Tensor First, Tensor Second, Tensor Third) results) => [results.First, results.Second, results.Third];
}
