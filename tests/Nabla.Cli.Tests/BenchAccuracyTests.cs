using System.Text.Json;
using Nabla.Cli.Benchmarks.Accuracy;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class BenchAccuracyTests
{
    [Theory, InlineData(1f, 1.0, 0), InlineData(1.0000001f, 1.0, 1), InlineData(0.99999994f, 1.0, 0.5), InlineData(1e-45f, 0, 1), InlineData(3e38f, 3e38, 0), InlineData(0.0625001f, 0.05, 0.0125001 * 134217728)]
    public void Errors_count_in_units_of_the_exact_value(float y, double exact, double error) => Assert.Equal(error, EveryFloat.Error(y, exact, exact == 0.05 ? 1 / 16.0 : 0), 0.05 * Math.Max(1, error / 1000));

    [Fact]
    public void What_must_be_infinite_is_checked()
    {
        Assert.Equal(0, EveryFloat.Error(float.PositiveInfinity, 1e39, 0));
        Assert.Equal(double.PositiveInfinity, EveryFloat.Error(float.PositiveInfinity, 1e30, 0));
        Assert.Equal(double.PositiveInfinity, EveryFloat.Error(float.NaN, 1, 0));
    }

    [Fact]
    public void Sampled_activations_keep_their_bounds()
    {
        (int code, string output, string error) = NablaCommand.Run("bench", "accuracy", "gelu", "gelu-slope", "silu", "--stride", "40009", "--json");
        Assert.True(code == 0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        double[] worst = [.. document.RootElement.EnumerateArray().Select(one => one.GetProperty("worst_ulp").GetDouble())];
        bool fused = System.Runtime.Intrinsics.X86.Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;
        Assert.True(worst[0] <= 2 && worst[2] <= 2 && worst[1] <= (fused ? 5 : 12), string.Join(" ", worst));
        (code, output, error) = NablaCommand.Run("bench", "accuracy", "gelu-slope", "--from", "-4.25", "--to", "-1.25", "--stride", "101", "--json");
        Assert.True(code == 0, error);
        using JsonDocument tail = JsonDocument.Parse(output);
        Assert.InRange(tail.RootElement[0].GetProperty("numbers").GetInt64(), 140_000, 160_000);
        Assert.InRange(tail.RootElement[0].GetProperty("at").GetDouble(), -4.25, -1.25);
        Assert.Equal(2, NablaCommand.Run("bench", "accuracy", "gelu", "--from", "1", "--to", "0").Code);
        Assert.Equal(2, NablaCommand.Run("bench", "accuracy", "nothing").Code);
        Assert.Equal(2, NablaCommand.Run("bench", "accuracy", "gelu", "--stride", "0").Code);
    }
}
