namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Reductions() => new()
    {
        ["sum"] = (x, a) => [x[0].Sum(a.OptionalInts("dim"), a.Flag("keepdim"), a.Type())],
        ["amax"] = (x, a) => [x[0].Amax(a.OptionalInts("dim"), a.Flag("keepdim"))],
        ["amin"] = (x, a) => [x[0].Amin(a.OptionalInts("dim"), a.Flag("keepdim"))],
        ["argmax"] = (x, a) => [a.Has("dim") ? x[0].Argmax(a.Int("dim"), a.Flag("keepdim")) : x[0].Argmax()],
        ["argmin"] = (x, a) => [a.Has("dim") ? x[0].Argmin(a.Int("dim"), a.Flag("keepdim")) : x[0].Argmin()],
        ["mean"] = (x, a) => [(a.Type() is DType type ? x[0].To(type) : x[0]).Mean(a.OptionalInts("dim"), a.Flag("keepdim"))],
    };
}
