using System.Text.Json;
using System.Text.Json.Nodes;
using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>Every optimiser against ten steps of PyTorch, with the one-pass kernels and composed of tensor operations, and the state PyTorch saves.</summary>
public sealed class GoldenOptimizerTests
{
    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            TheoryData<string, string, bool> rows = [];
            foreach (string file in GoldenFile.In("optim"))
            {
                foreach (JsonElement golden in GoldenFile.Open(file).Cases)
                {
                    rows.Add(file, golden.GetProperty("name").GetString()!, true);
                    // Without the kernel its means are not coded, so the numbers differ.
                    if (golden.GetProperty("optimizer").GetString() != "AdamW8bit") rows.Add(file, golden.GetProperty("name").GetString()!, false);
                }
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Steps_and_saved_state_match_PyTorch(string file, string name, bool fused)
    {
        (GoldenFile golden, JsonElement found) = Find(file, name);
        GoldenRun run = new(golden, found);
        Parameter[] parameters = run.Parameters();
        Optimizer optimizer = run.Optimizer(parameters);
        optimizer.Fused = fused;
        for (int step = 0; step < run.Steps; step++)
        {
            run.Step(optimizer, parameters, step);
            for (int i = 0; i < parameters.Length; i++)
            {
                string? difference = GoldenTolerance.Difference(parameters[i].Value, GoldenRun.Row(run.After[i], step));
                Assert.True(difference is null, $"step {step}, parameter {i} {difference}");
            }
        }
        CheckSaved(golden, found.GetProperty("saved"), optimizer.SaveState());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Resuming_from_a_saved_state_gives_the_same_bits(string file, string name, bool fused)
    {
        (GoldenFile golden, JsonElement found) = Find(file, name);
        GoldenRun run = new(golden, found);
        Parameter[] straight = run.Parameters(), first = run.Parameters(), second = run.Parameters();
        Optimizer whole = run.Optimizer(straight), before = run.Optimizer(first), after = run.Optimizer(second);
        whole.Fused = before.Fused = after.Fused = fused;
        int middle = run.Steps / 2;
        for (int step = 0; step < run.Steps; step++) run.Step(whole, straight, step);
        for (int step = 0; step < middle; step++) run.Step(before, first, step);
        after.LoadState(before.SaveState());
        using (GradMode.NoGrad())
        {
            for (int i = 0; i < first.Length; i++) second[i].Value.CopyInPlace(first[i].Value);
        }
        for (int step = middle; step < run.Steps; step++) run.Step(after, second, step);
        for (int i = 0; i < straight.Length; i++) Assert.Equal(straight[i].Value.Doubles(), second[i].Value.Doubles());
    }

    private static (GoldenFile File, JsonElement Case) Find(string file, string name)
    {
        GoldenFile golden = GoldenFile.Open(file);
        return (golden, golden.Cases.Single(c => c.GetProperty("name").GetString() == name));
    }

    private static void CheckSaved(GoldenFile file, JsonElement expected, OptimizerState saved)
    {
        JsonObject root = JsonNode.Parse(saved.Json)!.AsObject();
        int tensors = 0;
        foreach (JsonProperty parameter in expected.GetProperty("state").EnumerateObject())
        {
            foreach (JsonProperty value in parameter.Value.EnumerateObject())
            {
                if (value.Value.ValueKind == JsonValueKind.Null) continue;
                JsonNode? entry = root["state"]![parameter.Name];
                Tensor? tensor = value.Value.ValueKind == JsonValueKind.Object ? file.Tensor(value.Value.GetProperty("t").GetString()!) : null;
                double number = tensor is null ? value.Value.GetDouble() : 0;
                if (value.Name == "step")
                {
                    Assert.Equal(tensor?.Item() ?? number, entry!["step"]!.GetValue<long>());
                }
                else if (tensor is null || value.Name is "mu_product" or "eta" or "mu")
                {
                    double expectedNumber = tensor?.Item() ?? number;
                    Assert.Equal(expectedNumber, entry!["numbers"]![value.Name]!.GetValue<double>(), 1e-6 * Math.Max(1, Math.Abs(expectedNumber)));
                }
                else
                {
                    tensors++;
                    string? difference = GoldenTolerance.Difference(saved.Tensors[$"state.{parameter.Name}.{value.Name}"], tensor!);
                    Assert.True(difference is null, $"{value.Name} of parameter {parameter.Name} {difference}");
                }
            }
        }
        Assert.Equal(tensors, saved.Tensors.Count);
        JsonElement groups = expected.GetProperty("param_groups");
        Assert.Equal(groups.GetArrayLength(), root["param_groups"]!.AsArray().Count);
        for (int i = 0; i < groups.GetArrayLength(); i++)
        {
            foreach (JsonProperty setting in groups[i].EnumerateObject())
            {
                JsonNode actual = root["param_groups"]![i]![setting.Name] ?? throw new InvalidOperationException($"Group {i} lacks {setting.Name}.");
                Assert.True(Same(setting.Value, actual), $"{setting.Name} of group {i} is {actual.ToJsonString()}, expected {setting.Value}");
            }
        }
    }

    private static bool Same(JsonElement expected, JsonNode actual) => expected.ValueKind switch
    {
        JsonValueKind.Number => expected.GetDouble() == (actual.AsValue().TryGetValue(out double x) ? x : actual.GetValue<long>()),
        JsonValueKind.Array => expected.GetArrayLength() == actual.AsArray().Count && Enumerable.Range(0, expected.GetArrayLength()).All(i => Same(expected[i], actual[i]!)),
        JsonValueKind.String => expected.GetString() == actual.GetValue<string>(),
        _ => expected.GetBoolean() == actual.GetValue<bool>(),
    };
}
