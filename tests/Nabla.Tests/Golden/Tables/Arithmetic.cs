namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Arithmetic() => new()
    {
        ["add"] = (x, a) => [a.Has("alpha") ? x[0] + (x[1] * a.Scalar("alpha")) : x[0] + x[1]],
        ["sub"] = (x, a) => [a.Has("alpha") ? x[0] - (x[1] * a.Scalar("alpha")) : x[0] - x[1]],
        ["mul"] = (x, _) => [x[0] * x[1]],
        ["neg"] = (x, _) => [-x[0]],
        ["add_scalar"] = (x, a) => [x[0] + a.Scalar("other")],
        ["sub_scalar"] = (x, a) => [x[0] - a.Scalar("other")],
        ["rsub_scalar"] = (x, a) => [a.Scalar("other") - x[0]],
        ["mul_scalar"] = (x, a) => [x[0] * a.Scalar("other")],
        ["div_scalar"] = (x, a) => [x[0] / a.Scalar("other")],
        ["rdiv_scalar"] = (x, a) => [a.Scalar("other") / x[0]],
        ["to"] = (x, a) => [x[0].To(a.Type()!.Value)],
        ["contiguous"] = (x, _) => [x[0].Contiguous()],
    };
}
