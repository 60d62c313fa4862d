namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Shaping() => new()
    {
        ["cat"] = (x, a) => [Tensor.Cat(x, a.Int("dim"))],
        ["stack"] = (x, a) => [Tensor.Stack(x, a.Int("dim"))],
        ["hstack"] = (x, _) => [Tensor.HStack(x)],
        ["vstack"] = (x, _) => [Tensor.VStack(x)],
        ["split"] = (x, a) => a.Raw("split_size_or_sections").ValueKind == System.Text.Json.JsonValueKind.Array
            ? x[0].Split(a.Longs("split_size_or_sections"), a.Int("dim"))
            : x[0].Split(a.Long("split_size_or_sections"), a.Int("dim")),
        ["chunk"] = (x, a) => x[0].Chunk(a.Long("chunks"), a.Int("dim")),
        ["unbind"] = (x, a) => x[0].Unbind(a.Int("dim")),
        ["meshgrid"] = (x, a) => Tensor.MeshGrid(x, a.IsText("indexing", "xy")),
        ["pad"] = (x, a) => [x[0].Pad(a.Longs("pad"), Enum.Parse<PadMode>(a.Text("mode", "constant"), ignoreCase: true), a.Real("value"))],
        ["roll"] = (x, a) => [a.Has("dims") ? x[0].Roll(a.Longs("shifts"), a.Ints("dims")) : x[0].Roll(a.Longs("shifts")[0])],
        ["flip"] = (x, a) => [x[0].Flip(a.Ints("dims"))],
        ["rot90"] = (x, a) => [x[0].Rot90(a.Int("k"), a.Ints("dims")[0], a.Ints("dims")[1])],
        ["repeat"] = (x, a) => [x[0].Repeat(a.Longs("sizes"))],
        ["tile"] = (x, a) => [x[0].Tile(a.Longs("sizes"))],
        ["repeat_interleave"] = (x, a) => [x[0].RepeatInterleave(a.Long("repeats"), a.Has("dim") ? a.Int("dim") : null)],
        ["repeat_interleave_tensor"] = (x, a) => [x[0].RepeatInterleave(x[1], a.Has("dim") ? a.Int("dim") : null)],
        ["tril"] = (x, a) => [x[0].Tril(a.Long("diagonal"))],
        ["triu"] = (x, a) => [x[0].Triu(a.Long("diagonal"))],
        ["tril_indices"] = (_, a) => [Tensor.TrilIndices(a.Long("row"), a.Long("col"), a.Long("offset"))],
        ["triu_indices"] = (_, a) => [Tensor.TriuIndices(a.Long("row"), a.Long("col"), a.Long("offset"))],
        ["diag"] = (x, a) => [x[0].Diag(a.Long("diagonal"))],
        ["diag_embed"] = (x, a) => [x[0].DiagEmbed(a.Long("offset"), a.Int("dim1", -2), a.Int("dim2", -1))],
        ["trace"] = (x, _) => [x[0].Trace()],
        ["eye"] = (_, a) => [Tensor.Eye(a.Long("n"), a.Has("m") ? a.Long("m") : null, a.Type() ?? DType.Float32)],
    };
}
