namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Reductions() => new()
    {
        ["sum"] = (x, a) => [x[0].Sum(a.OptionalInts("dim"), a.Flag("keepdim"), a.Type())],
        ["mean"] = (x, a) => [(a.Type() is DType type ? x[0].To(type) : x[0]).Mean(a.OptionalInts("dim"), a.Flag("keepdim"))],
    };
}
