namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Comparison() => new()
    {
        ["eq"] = (x, _) => [x[0].Equal(x[1])],
        ["eq_scalar"] = (x, a) => [x[0].Equal(a.Scalar("other"))],
        ["ne"] = (x, _) => [x[0].NotEqual(x[1])],
        ["ne_scalar"] = (x, a) => [x[0].NotEqual(a.Scalar("other"))],
        ["lt"] = (x, _) => [x[0].Less(x[1])],
        ["lt_scalar"] = (x, a) => [x[0].Less(a.Scalar("other"))],
        ["le"] = (x, _) => [x[0].LessOrEqual(x[1])],
        ["le_scalar"] = (x, a) => [x[0].LessOrEqual(a.Scalar("other"))],
        ["gt"] = (x, _) => [x[0].Greater(x[1])],
        ["gt_scalar"] = (x, a) => [x[0].Greater(a.Scalar("other"))],
        ["ge"] = (x, _) => [x[0].GreaterOrEqual(x[1])],
        ["ge_scalar"] = (x, a) => [x[0].GreaterOrEqual(a.Scalar("other"))],
        ["isnan"] = (x, _) => [x[0].IsNaN()],
        ["isinf"] = (x, _) => [x[0].IsInfinite()],
        ["isfinite"] = (x, _) => [x[0].IsFinite()],
        ["logical_not"] = (x, _) => [x[0].LogicalNot()],
        ["where"] = (x, _) => [x[0].Where(x[1], x[2])],
    };
}
