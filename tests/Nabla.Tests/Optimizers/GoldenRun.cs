using System.Text.Json;
using Nabla.Tests.Golden;

namespace Nabla.Tests.Optimizers;

/// <summary>The recorded run of an optimiser: its parameters, gradients and what PyTorch made of them.</summary>
internal sealed class GoldenRun
{
    private readonly JsonElement _case;
    private readonly Tensor[] _starts;
    private readonly Tensor[] _gradients;

    public GoldenRun(GoldenFile file, JsonElement golden)
    {
        _case = golden;
        _starts = Tensors("start");
        _gradients = Tensors("grads");
        After = Tensors("after");

        Tensor[] Tensors(string name) => [.. golden.GetProperty(name).EnumerateArray().Select(key => file.Tensor(key.GetString()!))];
    }

    /// <summary>The parameters after each step, stacked.</summary>
    public Tensor[] After { get; }

    public int Steps => (int)_gradients[0].Shape[0];

    /// <summary>Parameters at their start.</summary>
    public Parameter[] Parameters() => [.. _starts.Select((start, i) =>
        Weights.Random(0, start.DType)[$"p{i}"].Get("weight", start.Shape, (target, _) => target.CopyInPlace(start)))];

    /// <summary>The optimiser over all parameters, in the recorded groups.</summary>
    public Optimizer Optimizer(Parameter[] parameters)
    {
        List<ParameterGroup> groups = [];
        foreach (JsonElement group in _case.GetProperty("groups").EnumerateArray())
        {
            ParameterGroup made = new(group.GetProperty("params").Longs().Select(i => parameters[i]));
            if (group.TryGetProperty("lr", out JsonElement rate)) made.LearningRate = rate.GetDouble();
            if (group.TryGetProperty("weight_decay", out JsonElement decay)) made.WeightDecay = decay.GetDouble();
            groups.Add(made);
        }
        return OptimizerTable.Lines[_case.GetProperty("optimizer").GetString()!](groups, new GoldenArgs(_case.GetProperty("args")));
    }

    /// <summary>Sets the gradients and the rate of a step, and takes it.</summary>
    public void Step(Optimizer optimizer, Parameter[] parameters, int step)
    {
        foreach ((int at, double rate) in Rates())
        {
            if (at == step) optimizer.LearningRate = rate;
        }
        optimizer.ZeroGrad();
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!IsMissing(step, i)) parameters[i].Grad = Row(_gradients[i], step);
        }
        optimizer.Step();
    }

    /// <summary>Row <paramref name="step"/> of stacked values.</summary>
    public static Tensor Row(Tensor stacked, int step) => stacked.Select(0, step).Clone();

    private bool IsMissing(int step, int parameter) =>
        _case.TryGetProperty("missing", out JsonElement missing) && missing.ValueKind == JsonValueKind.Array
        && missing.EnumerateArray().Any(pair => pair[0].GetInt32() == step && pair[1].GetInt32() == parameter);

    private IEnumerable<(int Step, double Rate)> Rates() =>
        _case.TryGetProperty("rates", out JsonElement rates) && rates.ValueKind == JsonValueKind.Array
            ? rates.EnumerateArray().Select(pair => (pair[0].GetInt32(), pair[1].GetDouble())) : [];
}
