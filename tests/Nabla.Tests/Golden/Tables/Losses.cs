namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Losses() => new()
    {
        ["cross_entropy"] = (x, a) => [Functional.CrossEntropy(x[0], x[1], x[2], a.Long("ignore_index", -100), ReductionOf(a), a.Real("label_smoothing"))],
    };

    private static LossReduction ReductionOf(GoldenArgs a) => Enum.Parse<LossReduction>(a.Text("reduction", "mean"), ignoreCase: true);
}
