namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    private static IEnumerable<GradientCase> Remaining()
    {
        Tensor index = Tensor.Of([0L, 0, 2, 0]), zeros = Tensor.Of([1.5, 0.0, -0.7, 0.0], [4]);
        yield return One("sinc", x => x.Sinc());
        yield return One("sinc near 0", x => x.Sinc(), Values(2, 3) * 0.03);
        yield return One("logit", x => x.Logit(), Positive(2, 3));
        yield return One("logit with a bound", x => x.Logit(0.3), Positive(2, 3));
        yield return One("nan to num", x => x.NanToNum() * x);
        yield return One("diff", x => x.Diff(1, 1).Square());
        yield return One("as-strided", x => x.AsStrided([2, 2], [2, 1], 1).Square());
        yield return Two("select-scatter", (a, b) => a.SelectScatter(b, 1, 1).Square(), b: Values(2));
        yield return Two("slice-scatter", (a, b) => a.SliceScatter(b, 1, 0, null, 2).Square(), b: Values(2, 2));
        yield return Two("diagonal-scatter", (a, b) => a.DiagonalScatter(b).Square(), b: Values(2));
        yield return One("quantile", x => x.Quantile(Tensor.Of(0.1, 0.6), 1).Square());
        yield return One("mode", x => x.Mode(1).Values.Square());
        yield return Two("cdist", (a, b) => a.CDist(b), Values(3, 2), Values(4, 2) * 0.7);
        yield return Two("cdist by products", (a, b) => new EuclideanDistanceOp().Apply(a, b), Values(3, 2), Values(4, 2) * 0.7);
        yield return Two("cdist of order 3", (a, b) => a.CDist(b, 3), Values(3, 2), Values(4, 2) * 0.7);
        yield return One("pdist", x => x.PDist(), Values(3, 2));
        yield return Two("cross", (a, b) => a.Cross(b), Values(2, 3), Values(2, 3) * 0.4);
        yield return One("normalize", x => Functional.Normalize(x));
        yield return One("local response norm", x => Functional.LocalResponseNorm(x, 3, 0.2), Values(1, 4, 2));
        yield return One("lp pool", x => Functional.LPPool1d(x, 3, 2), Positive(1, 2, 4));
        foreach (ScatterReduction kind in Enum.GetValues<ScatterReduction>())
        {
            yield return Two($"scatter-reduce {kind}", (a, b) => a.ScatterReduce(0, index, b, kind), Values(3), Values(4) * 1.7);
            yield return Two($"scatter-reduce {kind} without x", (a, b) => a.ScatterReduce(0, index, b, kind, includeSelf: false), Values(3), Values(4) * 1.7);
        }
        yield return Two("scatter-reduce of zeros", (a, b) => a.ScatterReduce(0, Tensor.Of([0L, 1, 0, 2]), b, ScatterReduction.Product), Values(3), zeros);
    }

    private static IEnumerable<GradientCase> MoreLosses()
    {
        Tensor signs = Tensor.Of([1.0, -1, 1, -1, -1, 1], [2, 3]), labels = Tensor.Of(2L, 0), several = Tensor.Of([2L, 0, -1, 1, -1, -1], [2, 3]);
        yield return One("soft margin", x => Functional.SoftMarginLoss(x, signs));
        yield return One("hinge embedding", x => Functional.HingeEmbeddingLoss(x, signs, 0.7));
        yield return Two("margin ranking", (a, b) => Functional.MarginRankingLoss(a, b, signs, 0.3), Values(2, 3), Values(2, 3) * 0.31);
        yield return Two("cosine embedding", (a, b) => Functional.CosineEmbeddingLoss(a, b, Tensor.Of([1L, -1]), -0.5), Values(2, 3), Values(2, 3) * 0.31 + 0.2);
        yield return Three("triplet margin", (a, b, c) => Functional.TripletMarginLoss(a, b, c, swap: true), Values(2, 3), Values(2, 3) * 0.31, Values(2, 3) * -0.4);
        yield return One("multi margin", x => Functional.MultiMarginLoss(x, labels, 2, 1, Positive(3)));
        yield return One("multilabel margin", x => Functional.MultilabelMarginLoss(x, several));
        yield return One("multilabel soft margin", x => Functional.MultilabelSoftMarginLoss(x, Positive(2, 3), Positive(3)));
        yield return One("connectionist temporal classification", x => Functional.CTCLoss(x.LogSoftmax(2), Tensor.Of([1L, 1, 2], [3]), Tensor.Of([5L, 4]), Tensor.Of([2L, 1])), Values(5, 2, 3));
        yield return One("embedding bag", w => Functional.EmbeddingBag(Tensor.Of([0L, 2, 2, 1]), w, Tensor.Of([0L, 3])).Square(), Values(3, 2));
        yield return One("embedding bag of maxima", w => Functional.EmbeddingBag(Tensor.Of([0L, 2, 2, 1], [2, 2]), w, mode: EmbeddingBagMode.Max).Square(), Values(3, 2));
        yield return Two("embedding bag with factors", (w, f) => Functional.EmbeddingBag(Tensor.Of([0L, 2, 2, 1], [2, 2]), w, mode: EmbeddingBagMode.Sum, perSampleWeights: f).Square(), Values(3, 2), Values(2, 2));
    }
}
