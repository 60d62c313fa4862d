using System.Text.Json;

namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Pooling() => new()
    {
        ["max_pool1d"] = (x, a) => [Functional.MaxPool1d(x[0], a.Spatial("kernel_size")!.Value)],
        ["max_pool1d_indices"] = (x, a) => MaxPool(x[0], a, 1),
        ["avg_pool1d"] = (x, a) =>
            [Functional.AvgPool1d(x[0], a.Spatial("kernel_size")!.Value, a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true))],
        ["adaptive_avg_pool1d"] = (x, a) => [Functional.AdaptiveAvgPool1d(x[0], Target(x[0], a, 1))],
        ["adaptive_max_pool1d_indices"] = (x, a) => Pair(Functional.AdaptiveMaxPoolWithIndices(x[0], 1, Target(x[0], a, 1))),
        ["max_pool2d"] = (x, a) => [Functional.MaxPool2d(x[0], a.Spatial("kernel_size")!.Value)],
        ["max_pool2d_indices"] = (x, a) => MaxPool(x[0], a, 2),
        ["avg_pool2d"] = (x, a) =>
            [Functional.AvgPool2d(x[0], a.Spatial("kernel_size")!.Value, a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true), a.Long("divisor_override"))],
        ["adaptive_avg_pool2d"] = (x, a) => [Functional.AdaptiveAvgPool2d(x[0], Target(x[0], a, 2))],
        ["adaptive_max_pool2d_indices"] = (x, a) => Pair(Functional.AdaptiveMaxPoolWithIndices(x[0], 2, Target(x[0], a, 2))),
        ["max_pool3d"] = (x, a) => [Functional.MaxPool3d(x[0], a.Spatial("kernel_size")!.Value)],
        ["max_pool3d_indices"] = (x, a) => MaxPool(x[0], a, 3),
        ["avg_pool3d"] = (x, a) =>
            [Functional.AvgPool3d(x[0], a.Spatial("kernel_size")!.Value, a.Spatial("stride"), a.Spatial("padding"), a.Flag("ceil_mode"), a.Flag("count_include_pad", true), a.Long("divisor_override"))],
        ["adaptive_avg_pool3d"] = (x, a) => [Functional.AdaptiveAvgPool3d(x[0], Target(x[0], a, 3))],
        ["adaptive_max_pool3d_indices"] = (x, a) => Pair(Functional.AdaptiveMaxPoolWithIndices(x[0], 3, Target(x[0], a, 3))),
    };

    private static Tensor[] Pair((Tensor First, Tensor Second) results) => [results.First, results.Second];

    private static Tensor[] MaxPool(Tensor x, GoldenArgs a, int axes) =>
        Pair(Functional.MaxPoolWithIndices(x, axes, a.Spatial("kernel_size")!.Value, a.Spatial("stride"), a.Spatial("padding"), a.Spatial("dilation"), a.Flag("ceil_mode")));

    /// <summary>The output size; null keeps the input's extent.</summary>
    private static Spatial Target(Tensor x, GoldenArgs a, int axes)
    {
        JsonElement size = a.Raw("output_size");
        return size.ValueKind != JsonValueKind.Array ? size.GetInt32()
            : size.EnumerateArray().Select((item, i) => item.ValueKind == JsonValueKind.Null ? (int)x.Shape[i - axes] : item.GetInt32()).ToArray();
    }
}
