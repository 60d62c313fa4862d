using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>Builds the module of one case, loads its state and compares its runs.</summary>
internal static class GoldenModuleCase
{
    /// <summary>What is wrong, one line each; empty if all agrees.</summary>
    public static IEnumerable<string> Check(GoldenFile file, JsonElement golden)
    {
        string name = golden.GetProperty("name").GetString()!;
        try
        {
            return [.. golden.GetProperty("runs").EnumerateArray().SelectMany(run => Differences(file, golden, run).Select(difference => $"{name} ({run.GetProperty("mode").GetString()}): {difference}"))];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return [$"{name}: {error.GetType().Name}: {error.Message}"];
        }
    }

    private static IEnumerable<string> Differences(GoldenFile file, JsonElement golden, JsonElement run)
    {
        double noise = golden.TryGetProperty("noise", out JsonElement measured) ? measured.GetDouble() : 0;
        DType type = Enum.Parse<DType>(golden.GetProperty("dtype").GetString()!, ignoreCase: true);
        GoldenModule built = GoldenModules.Build(Weights.Random(0, type), golden);
        (string Key, Tensor Value)[] state = [.. golden.GetProperty("state").EnumerateArray().Select(pair => (pair[0].GetString()!, file.Tensor(pair[1].GetString()!)))];
        string[] keys = built.Module is null ? [] : [.. built.Module.StateDict().Keys];
        if (!keys.SequenceEqual(state.Select(entry => entry.Key)))
        {
            yield return $"keys {string.Join(", ", keys)}, expected {string.Join(", ", state.Select(entry => entry.Key))}";
            yield break;
        }
        built.Module?.Load(new StateDict(state.Select(entry => KeyValuePair.Create(entry.Key, entry.Value))));
        built.Module?.Train(run.GetProperty("mode").GetString() == "train");

        Tensor?[] inputGrads = [.. run.GetProperty("inputGrads").EnumerateArray().Select(file.Optional)];
        Tensor[] inputs = [.. golden.GetProperty("inputs").EnumerateArray().Select((key, i) => i < inputGrads.Length && inputGrads[i] is not null ? file.Tensor(key.GetString()!).WithGrad() : file.Tensor(key.GetString()!))];
        Tensor[] outputs = built.Run(inputs, new GoldenKeywords(file, golden.TryGetProperty("kwargs", out JsonElement given) ? given : default));
        JsonElement[] expected = [.. run.GetProperty("outputs").EnumerateArray()];
        if (outputs.Length != expected.Length)
        {
            yield return $"{outputs.Length} results, expected {expected.Length}";
            yield break;
        }
        for (int i = 0; i < expected.Length; i++)
            if (GoldenTolerance.Difference(outputs[i], file.Optional(expected[i])!, noise) is string difference) yield return $"result {i} {difference}";

        foreach (string difference in Gradients(file, run, built.Module, inputs, inputGrads, outputs, noise)) yield return difference;
        if (!run.TryGetProperty("buffersAfter", out JsonElement after)) yield break;
        StateDict now = built.Module!.StateDict();
        foreach (JsonElement pair in after.EnumerateArray())
        {
            string key = pair[0].GetString()!;
            if (GoldenTolerance.Difference(now[key], file.Tensor(pair[1].GetString()!), noise) is string difference) yield return $"buffer {key} {difference}";
        }
    }

    private static IEnumerable<string> Gradients(GoldenFile file, JsonElement run, Module? module, Tensor[] inputs, Tensor?[] inputGrads, Tensor[] outputs, double noise)
    {
        Tensor?[] entering = [.. run.GetProperty("upstream").EnumerateArray().Select(file.Optional)];
        int[] live = [.. Enumerable.Range(0, outputs.Length).Where(i => i < entering.Length && entering[i] is not null)];
        Dictionary<string, Tensor> parameters = module?.Parameters().ToDictionary(p => p.Name, p => p.Value) ?? [];
        List<(string Name, Tensor Leaf, Tensor Expected)> wanted = [];
        for (int i = 0; i < inputGrads.Length; i++)
            if (inputGrads[i] is Tensor expected) wanted.Add(($"input {i}", inputs[i], expected));
        foreach (JsonElement pair in run.GetProperty("parameterGrads").EnumerateArray())
            if (file.Optional(pair[1]) is Tensor expected) wanted.Add((pair[0].GetString()!, parameters[pair[0].GetString()!], expected));
        if (wanted.Count == 0) yield break;
        Tensor?[] found = Autograd.Grad([.. live.Select(i => outputs[i])], [.. wanted.Select(w => w.Leaf)], [.. live.Select(i => entering[i])], allowUnused: true);
        for (int i = 0; i < wanted.Count; i++)
        {
            Tensor reference = wanted[i].Expected;
            if (GoldenTolerance.Difference(found[i] ?? Tensor.Zeros(reference.Shape, reference.DType), reference, noise) is string difference)
                yield return $"gradient of {wanted[i].Name} {difference}";
        }
    }
}

/// <summary>The keyword arguments of a call: values, or tensors of the file.</summary>
internal readonly struct GoldenKeywords(GoldenFile file, JsonElement json)
{
    /// <summary>A tensor, or null if it is not given.</summary>
    public Tensor? Tensor(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value ? file.Tensor(value.GetProperty("t").GetString()!) : null;

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) is { } value ? value.GetBoolean() : otherwise;

    /// <summary>A real number, 0 if it is not given.</summary>
    public double Real(string name) => Find(name) is { } value ? value.Number() : 0;

    /// <summary>An integer, or null if it is not given.</summary>
    public long? Long(string name) => Find(name)?.GetInt64();

    /// <summary>A list of integers, or null if it is not given.</summary>
    public long[]? Longs(string name) => Find(name)?.Longs();

    private JsonElement? Find(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : null;
}
