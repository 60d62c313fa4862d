namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Creation() => new()
    {
        ["arange"] = (_, a) => [Tensor.Arange(a.Scalar("start"), a.Scalar("end"), a.Scalar("step"), a.Type())],
        ["linspace"] = (_, a) => [Tensor.Linspace(a.Real("start"), a.Real("end"), a.Long("steps"), a.Type() ?? DType.Float32)],
        ["zeros"] = (_, a) => [Tensor.Zeros(new Shape(a.Longs("size")), a.Type() ?? DType.Float32)],
        ["ones"] = (_, a) => [Tensor.Ones(new Shape(a.Longs("size")), a.Type() ?? DType.Float32)],
    };
}
