using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.Modules;

/// <summary>Recurrent networks learn step by step what PyTorch's learn from the same weights and data.</summary>
public sealed class RecurrentTrainingTests
{
    private const string Recorded = "training/recurrent.safetensors";

    public static TheoryData<string> Cases => [.. GoldenFile.Open(Recorded).Cases.Select(c => c.GetProperty("name").GetString()!)];

    [Theory, MemberData(nameof(Cases))]
    public void Losses_scores_and_weights_match_PyTorch_at_every_step(string name)
    {
        GoldenFile file = GoldenFile.Open(Recorded);
        JsonElement golden = file.Cases.Single(c => c.GetProperty("name").GetString() == name);
        Tensor Get(string field) => file.Tensor(golden.GetProperty(field).GetString()!);
        Tensor[] All(string field) => [.. golden.GetProperty(field).EnumerateArray().Select(key => file.Tensor(key.GetString()!))];
        string[] keys = [.. golden.GetProperty("keys").EnumerateArray().Select(key => key.GetString()!)];
        Tensor[] start = All("start"), after = All("after");
        DType type = start[0].DType;
        int units = golden.GetProperty("units").GetInt32();
        Weights w = Weights.From(keys.Zip(start).ToDictionary(pair => pair.First, pair => pair.Second), type);
        LSTM? lstm = golden.GetProperty("kind").GetString() == "LSTM" ? new(w["network"], 1, units, batchFirst: true) : null;
        GRU? gru = lstm is null ? new(w["network"], 1, units, batchFirst: true) : null;
        Linear head = new(w["head"], units, 2);
        w.Verify();
        Parameter[] parameters = [.. ((Module?)lstm ?? gru)!.Parameters(), .. head.Parameters()];
        AdamW optimizer = new(parameters, new(LearningRate: 0.02));
        Tensor signs = Get("signs"), scores = null!;
        double[] losses = Get("losses").ToArray<double>();
        double tolerance = type == DType.Float64 ? 1e-10 : 1e-4;
        for (int step = 0; step < losses.Length; step++)
        {
            Tensor x = signs.Select(0, step).To(type), first = x.Select(1, 0).Select(1, 0).Greater(0).To(DType.Int64);
            scores = head.Call((lstm is not null ? lstm.Unroll(x).Hidden : gru!.Unroll(x).Hidden).Select(0, 0));
            Tensor loss = Functional.CrossEntropy(scores, first);
            optimizer.ZeroGrad();
            loss.Backward();
            optimizer.Step();
            Assert.True(Math.Abs(loss.Item() - losses[step]) <= tolerance, $"step {step}: loss {loss.Item():R}, expected {losses[step]:R}");
        }
        Near(Get("scores"), scores);
        Assert.Equal(Get("classes").ToArray<long>(), scores.Argmax(1).ToArray<long>());
        Dictionary<string, Tensor> now = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value);
        for (int i = 0; i < keys.Length; i++) Near(after[i], now[keys[i]]);

        void Near(Tensor expected, Tensor actual) => Assert.InRange((expected - actual.Detach()).Abs().Amax().Item(), 0, 10 * tolerance);
    }
}
