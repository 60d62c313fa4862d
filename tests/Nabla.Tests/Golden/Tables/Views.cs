namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Views() => new()
    {
        ["slice"] = (x, a) => [x[0].Slice(a.Int("dim"), a.Long("start"), a.Long("stop"), a.Long("step"))],
        ["transpose"] = (x, a) => [x[0].Transpose(a.Int("dim0"), a.Int("dim1"))],
        ["swapaxes"] = (x, a) => [x[0].Transpose(a.Int("axis0"), a.Int("axis1"))],
        ["permute"] = (x, a) => [x[0].Permute(a.Ints("dims"))],
        ["expand"] = (x, a) => [x[0].Expand(a.Longs("size"))],
        ["broadcast_to"] = (x, a) => [x[0].BroadcastTo(new Shape(a.Longs("size")))],
        ["unfold"] = (x, a) => [x[0].Unfold(a.Int("dimension"), a.Long("size"), a.Long("step"))],
        ["select"] = (x, a) => [x[0].Select(a.Int("dim"), a.Long("index"))],
        ["narrow"] = (x, a) => [x[0].Narrow(a.Int("dim"), a.Long("start"), a.Long("length"))],
        ["squeeze"] = (x, a) => [a.Has("dim") ? x[0].Squeeze(a.Int("dim")) : x[0].Squeeze()],
        ["unsqueeze"] = (x, a) => [x[0].Unsqueeze(a.Int("dim"))],
        ["diagonal"] = (x, a) => [x[0].Diagonal(a.Long("offset"), a.Int("dim1"), a.Int("dim2", 1))],
        ["flatten"] = (x, a) => [x[0].Flatten(a.Int("start_dim"), a.Int("end_dim"))],
        ["unflatten"] = (x, a) => [x[0].Unflatten(a.Int("dim"), a.Longs("sizes"))],
        ["reshape"] = (x, a) => [x[0].Reshape(a.Longs("shape"))],
    };
}
