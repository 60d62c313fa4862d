namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Normalization() => new()
    {
        ["batch_norm"] = BatchNorm,
        ["layer_norm"] = (x, a) => [Functional.LayerNorm(x[0], new Shape(a.Longs("normalized_shape")), x[1], x[2], a.Real("eps"))],
        ["group_norm"] = (x, a) => [Functional.GroupNorm(x[0], a.Int("num_groups"), x[1], x[2], a.Real("eps"))],
    };

    private static Tensor[] BatchNorm(Tensor[] x, GoldenArgs a)
    {
        Tensor y = Functional.BatchNorm(x[0], x[1], x[2], x[3], x[4], a.Flag("training"), a.Real("momentum"), a.Real("eps"));
        return x[1] is null ? [y] : [y, x[1], x[2]];
    }
}
