namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Indexing() => new()
    {
        ["index_select"] = (x, a) => [x[0].IndexSelect(a.Int("dim"), x[1])],
        ["gather"] = (x, a) => [x[0].Gather(a.Int("dim"), x[1])],
        ["take_along_dim"] = (x, a) => [x[0].TakeAlong(x[1], a.Has("dim") ? a.Int("dim") : null)],
        ["take"] = (x, _) => [x[0].Take(x[1])],
        ["masked_select"] = (x, _) => [x[0].MaskedSelect(x[1])],
        ["nonzero"] = (x, _) => [x[0].NonZero()],
        ["index"] = (x, _) => [x[0].Index([.. x.Skip(1).Select(part => (TensorIndex)part)])],
        ["scatter"] = (x, a) => [x[0].Scatter(a.Int("dim"), x[1], x[2])],
        ["scatter_value"] = (x, a) => [x[0].Scatter(a.Int("dim"), x[1], a.Scalar("value"))],
        ["scatter_add"] = (x, a) => [x[0].ScatterAdd(a.Int("dim"), x[1], x[2])],
        ["index_add"] = (x, a) => [x[0].IndexAdd(a.Int("dim"), x[1], x[2], a.Real("alpha", 1))],
        ["index_copy"] = (x, a) => [x[0].IndexCopy(a.Int("dim"), x[1], x[2])],
        ["index_fill"] = (x, a) => [x[0].IndexFill(a.Int("dim"), x[1], a.Scalar("value"))],
        ["index_put"] = (x, a) => [x[0].IndexPut(x[1], a.Flag("accumulate"), [.. x.Skip(2).Select(part => (TensorIndex)part)])],
        ["masked_scatter"] = (x, _) => [x[0].MaskedScatter(x[1], x[2])],
        ["einsum"] = (x, a) => [Tensor.Einsum(a.Text("equation"), x)],
        ["kron"] = (x, _) => [x[0].Kron(x[1])],
        ["tensordot"] = (x, a) => [x[0].TensorDot(x[1], a.Ints("dims_a"), a.Ints("dims_b"))],
        ["outer"] = (x, _) => [x[0].Outer(x[1])],
        ["addmm"] = (x, a) => [x[0].AddMm(x[1], x[2], a.Real("beta", 1), a.Real("alpha", 1))],
        ["addmv"] = (x, a) => [x[0].AddMv(x[1], x[2], a.Real("beta", 1), a.Real("alpha", 1))],
        ["baddbmm"] = (x, a) => [x[0].BAddBmm(x[1], x[2], a.Real("beta", 1), a.Real("alpha", 1))],
        ["addbmm"] = (x, a) => [x[0].AddBmm(x[1], x[2], a.Real("beta", 1), a.Real("alpha", 1))],
        ["addr"] = (x, a) => [x[0].AddR(x[1], x[2], a.Real("beta", 1), a.Real("alpha", 1))],
    };
}
