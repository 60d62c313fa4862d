using Nabla.Kernels.Normalization;

namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    private static IEnumerable<GradientCase> Views()
    {
        yield return One("reshape", x => x.Reshape(3, 2).Square());
        yield return One("permute", x => x.T.Square());
        yield return One("expand", x => x.Expand(4, 2, 3).Square());
        yield return One("slice", x => x.Slice(1, 0, 3, 2).Square());
        yield return One("select", x => x.Select(1, 1).Square());
        yield return One("diagonal", x => x.Diagonal(1).Square());
        yield return One("unfold", x => x.Unfold(1, 2, 1).Square());
        yield return Two("cat", (a, b) => Tensor.Cat([a, b], 1).Square(), b: Values(2, 2));
        yield return Two("stack", (a, b) => Tensor.Stack([a, b], 1).Square(), b: Values(2, 3));
        yield return One("split", x => x.Split(2, 1)[1].Square());
        yield return One("pad", x => x.Pad([1, -1, 0, 2], value: 3).Square());
        yield return One("pad reflect", x => x.Pad([2, 1], PadMode.Reflect).Square());
        yield return One("pad replicate", x => x.Pad([2, 1], PadMode.Replicate).Square());
        yield return One("pad circular", x => x.Pad([2, 1], PadMode.Circular).Square());
        yield return One("roll", x => x.Roll(1, 1).Square());
        yield return One("flip", x => x.Flip(0, 1).Square());
        yield return One("repeat", x => x.Repeat(2, 1, 2).Square());
        yield return One("tril", x => x.Tril().Square());
        yield return One("diag-embed", x => x.DiagEmbed(1, 0, 2).Square());
    }

    private static IEnumerable<GradientCase> Reductions()
    {
        Tensor cube = Values(2, 3, 2);
        Tensor zeros = Tensor.Of([1.5, 0.0, -0.7, 0.0, 0.0, 2.0, 0.3, -1.1], [2, 4]);
        yield return One("sum", x => x.Square().Sum(1));
        yield return One("mean", x => x.Square().Mean([0, 2]), cube);
        yield return One("amax", x => x.Amax(1).Square());
        yield return One("amin", x => x.Amin([0, 2], true).Square(), cube);
        yield return One("max", x => x.Max(1).Values.Square());
        yield return One("median", x => x.Median(1).Values.Square());
        yield return One("kth value", x => x.KthValue(2, 0).Values.Square());
        yield return One("sort", x => x.Sort(1).Values.Square());
        yield return One("top k", x => x.TopK(2, 1).Values.Square());
        yield return One("prod", x => x.Prod([0, 2]), cube);
        yield return One("prod with zeros", x => x.Prod(1), zeros);
        yield return One("var", x => x.Var([0, 2]), cube);
        yield return One("std", x => x.Std(1, 0), cube);
        yield return One("logsumexp", x => x.LogSumExp([0, 2]), cube);
        yield return One("norm 1", x => x.Norm(1, [1]));
        yield return One("norm 2", x => x.Norm(2, [1]));
        yield return One("norm 3", x => x.Norm(3, [0]));
        yield return One("norm half", x => x.Norm(0.5));
        yield return One("norm inf", x => x.Norm(double.PositiveInfinity, [1]));
        yield return One("cumsum", x => x.CumSum(1).Square(), cube);
        yield return One("cumprod", x => x.CumProd(1), cube);
        yield return One("cumprod reversed, with zeros", x => x.CumProd(1, reverse: true), zeros);
        yield return One("cummax", x => x.CumMax(1).Values.Square());
        yield return One("logcumsumexp", x => x.LogCumSumExp(1), cube);
        yield return Two("recurrence", (b, a) => new RecurrenceOp(1, false).Apply(b, a), cube, cube * 0.6);
        yield return Two("recurrence reversed", (b, a) => new RecurrenceOp(0, true).Apply(b, a), cube, cube * 0.6);
    }

    private static IEnumerable<GradientCase> Indexing()
    {
        Tensor mask = Values(2, 3).Greater(-0.3);
        Tensor index = Tensor.Of([2L, 0L, 2L]);
        Tensor along = Tensor.Of([0L, 2L, 1L, 1L], [2, 2]);
        yield return One("index-select", x => x.IndexSelect(1, index).Square());
        yield return One("gather", x => x.Gather(1, along).Square());
        yield return One("masked-select", x => x.MaskedSelect(mask).Square());
        yield return One("index", x => x[TensorIndex.Ellipsis, index].Square());
        yield return Two("index-add", (a, b) => a.IndexAdd(1, index, b, 0.5).Square(), b: Values(2, 3));
        yield return Two("index-copy", (a, b) => a.IndexCopy(1, Tensor.Of([2L, 0L]), b).Square(), b: Values(2, 2));
        yield return Two("index-put", (a, b) => a.IndexPut(b, true, 0, index).Square(), b: Values(3));
        yield return Two("scatter", (a, b) => a.Scatter(1, Tensor.Of([0L, 2L, 1L, 0L], [2, 2]), b).Square(), b: Values(2, 2));
        yield return Two("scatter-add", (a, b) => a.ScatterAdd(1, along, b).Square(), b: Values(2, 2));
        yield return Two("masked-scatter", (a, b) => a.MaskedScatter(mask, b).Square(), b: Values(6));
    }

    private static IEnumerable<GradientCase> Layers()
    {
        Tensor image = Values(1, 2, 4, 4);
        Tensor classes = Tensor.Of([2L, 0L]);
        yield return Three("conv2d", (x, w, b) => Functional.Conv2d(x, w, b, padding: 1, stride: 2), image, Values(2, 2, 3, 3) * 0.3, Values(2));
        yield return Two("conv-transpose1d", (x, w) => Functional.ConvTranspose1d(x, w, stride: 2), Values(1, 2, 3), Values(2, 2, 2));
        yield return One("max-pool2d", x => Functional.MaxPool2d(x, 2).Square(), image);
        yield return One("avg-pool2d", x => Functional.AvgPool2d(x, 2).Square(), image);
        yield return One("adaptive-avg-pool2d", x => Functional.AdaptiveAvgPool2d(x, 3).Square(), image);
        yield return One("adaptive-max-pool2d", x => Functional.AdaptiveMaxPool2d(x, 3).Square(), image);
        yield return Three("batch-norm", (x, w, b) => Functional.BatchNorm(x, null, null, w, b, true), Values(3, 2, 2), Positive(2), Values(2));
        foreach (FusedActivation activation in Enum.GetValues<FusedActivation>())
        {
            yield return Three($"batch-norm with {activation}", (x, w, b) => Functional.BatchNorm(x, null, null, w, b, true, 0, 1e-5, activation), Values(3, 2, 2), Positive(2), Values(2));
            yield return Three($"batch-norm in evaluation with {activation}", (x, w, b) => Functional.BatchNorm(x, Values(2), Positive(2), w, b, false, 0, 1e-5, activation), Values(3, 2, 2), Positive(2), Values(2));
        }
        yield return Three("batch-norm in evaluation", (x, w, b) => Functional.BatchNorm(x, Values(2), Positive(2), w, b, false), Values(3, 2, 2), Positive(2), Values(2));
        yield return Three("layer-norm", (x, w, b) => Functional.LayerNorm(x, [3], w, b), Values(2, 3), Positive(3), Values(3));
        yield return Three("group-norm", (x, w, b) => Functional.GroupNorm(x, 2, w, b), Values(2, 4, 3), Positive(4), Values(4));
        yield return One("cross-entropy", x => Functional.CrossEntropy(x, classes, labelSmoothing: 0.1));
    }
}
