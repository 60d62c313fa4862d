namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Matrices() => new()
    {
        ["matmul"] = (x, _) => [x[0].MatMul(x[1])],
        ["mm"] = (x, _) => [x[0].MatMul(x[1])],
        ["bmm"] = (x, _) => [x[0].MatMul(x[1])],
        ["mv"] = (x, _) => [x[0].MatMul(x[1])],
        ["dot"] = (x, _) => [x[0].MatMul(x[1])],
        ["linear"] = (x, _) => [Functional.Linear(x[0], x[1], x[2])],
    };
}
