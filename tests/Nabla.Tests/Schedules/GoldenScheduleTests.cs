using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.Schedules;

/// <summary>Every schedule against PyTorch, step by step, straight through and resumed in the middle.</summary>
public sealed class GoldenScheduleTests
{
    private const string Recorded = "schedules/schedules.safetensors";

    public static TheoryData<string> Cases => [.. GoldenFile.Open(Recorded).Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Cases))]
    public void Rates_and_momenta_match_PyTorch(string name)
    {
        GoldenFile file = GoldenFile.Open(Recorded);
        JsonElement golden = Find(file, name);
        Optimizer optimizer = Optimizer(golden);
        Schedule schedule = Make(optimizer, golden);
        double[] rates = file.Tensor(golden.GetProperty("rates").GetString()!).ToArray<double>();
        double[]? momenta = Optional(file, golden, "momenta"), metrics = Optional(file, golden, "metrics");
        for (int i = 0; i < rates.Length; i++)
        {
            if (metrics is not null) schedule.Step(metrics[i]);
            ParameterGroup group = optimizer.Groups[0];
            Assert.True(Math.Abs(group.LearningRate - rates[i]) <= 1e-13 + (1e-9 * rates[i]), $"step {i}: rate {group.LearningRate:R}, expected {rates[i]:R}");
            if (momenta is not null) Assert.Equal(momenta[i], group.Momentum!.Value, 1e-12);
            if (metrics is null) schedule.Step();
        }
        Assert.Equal(rates.Length, schedule.Steps);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Resuming_gives_the_same_rates(string name)
    {
        GoldenFile file = GoldenFile.Open(Recorded);
        JsonElement golden = Find(file, name);
        double[]? metrics = Optional(file, golden, "metrics");
        const int Middle = 37, End = 90;
        Schedule straight = Make(Optimizer(golden), golden), before = Make(Optimizer(golden), golden), after = Make(Optimizer(golden), golden);
        for (int i = 0; i < Middle; i++)
        {
            straight.Step(metrics?[i]);
            before.Step(metrics?[i]);
        }
        after.LoadState(before.SaveState());
        for (int i = Middle; i < End; i++)
        {
            Assert.Equal(straight.LearningRates, after.LearningRates);
            Assert.Equal(straight.Optimizer.Groups[0].Momentum, after.Optimizer.Groups[0].Momentum);
            straight.Step(metrics?[i]);
            after.Step(metrics?[i]);
        }
        Assert.Equal(straight.Steps, after.Steps);
    }

    private static JsonElement Find(GoldenFile file, string name) => file.Cases.Single(c => c.GetProperty("name").GetString() == name);

    private static Optimizer Optimizer(JsonElement golden) => ScheduleTable.Optimizer(golden.GetProperty("optimizer").GetString()!, golden.GetProperty("lr").GetDouble());

    private static Schedule Make(Optimizer optimizer, JsonElement golden) =>
        ScheduleTable.Lines[golden.GetProperty("schedule").GetString()!](optimizer, new GoldenArgs(golden.GetProperty("args")));

    private static double[]? Optional(GoldenFile file, JsonElement golden, string name) =>
        golden.TryGetProperty(name, out JsonElement key) && key.ValueKind == JsonValueKind.String ? file.Tensor(key.GetString()!).ToArray<double>() : null;
}
