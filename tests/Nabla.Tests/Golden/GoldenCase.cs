using System.Text.Json;

namespace Nabla.Tests.Golden;

/// <summary>A line of the op table: runs an op on the inputs of a case.</summary>
/// <param name="x">The inputs; absent ones are null.</param>
/// <param name="a">The arguments.</param>
internal delegate Tensor[] GoldenOp(Tensor[] x, GoldenArgs a);

/// <summary>Runs one case of an op and compares values and gradients.</summary>
internal static class GoldenCase
{
    /// <summary>What is wrong, one line each; empty if all agrees.</summary>
    public static IEnumerable<string> Check(GoldenFile file, JsonElement golden, GoldenOp op)
    {
        string name = golden.GetProperty("name").GetString()!;
        try
        {
            return [.. Differences(file, golden, op).Select(difference => $"{name}: {difference}")];
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return [$"{name}: {error.GetType().Name}: {error.Message}"];
        }
    }

    private static IEnumerable<string> Differences(GoldenFile file, JsonElement golden, GoldenOp op)
    {
        double noise = golden.TryGetProperty("noise", out JsonElement measured) ? measured.GetDouble() : 0;
        // The tolerance is four times the noise.
        double gradientNoise = Math.Max(noise, GoldenExceptions.Cancellation.GetValueOrDefault(golden.GetProperty("name").GetString()!) / 4);
        bool lenient = golden.TryGetProperty("lenient", out _);
        bool differentiable = golden.TryGetProperty("upstream", out JsonElement upstream);
        Tensor?[] grads = differentiable ? [.. golden.GetProperty("grads").EnumerateArray().Select(file.Optional)] : [];
        Tensor[] inputs = [.. golden.GetProperty("inputs").EnumerateArray().Select((input, i) => Input(file, input, differentiable && grads[i] is not null)!)];
        Tensor[] outputs = op(inputs, new GoldenArgs(golden.TryGetProperty("args", out JsonElement args) ? args : default));
        JsonElement[] expected = [.. golden.GetProperty("outputs").EnumerateArray()];
        if (outputs.Length != expected.Length)
        {
            yield return $"{outputs.Length} results, expected {expected.Length}";
            yield break;
        }
        for (int i = 0; i < expected.Length; i++)
            if (GoldenTolerance.Difference(outputs[i], file.Optional(expected[i])!, noise) is string difference) yield return $"result {i} {difference}";
        if (!differentiable) yield break;

        Tensor?[] entering = [.. upstream.EnumerateArray().Select(file.Optional)];
        int[] live = [.. Enumerable.Range(0, outputs.Length).Where(i => entering[i] is not null)];
        int[] wanted = [.. Enumerable.Range(0, inputs.Length).Where(i => grads[i] is not null)];
        if (wanted.Length == 0) yield break;
        if (live.FirstOrDefault(i => !outputs[i].RequiresGrad, -1) is int cut and >= 0)
        {
            yield return $"result {cut} carries no gradient";
            yield break;
        }
        Tensor?[] found = Autograd.Grad([.. live.Select(i => outputs[i])], [.. wanted.Select(i => inputs[i])], [.. live.Select(i => entering[i])], allowUnused: true);
        for (int i = 0; i < wanted.Length; i++)
        {
            Tensor reference = grads[wanted[i]]!;
            Tensor actual = found[i] ?? Tensor.Zeros(reference.Shape, reference.DType);
            if (GoldenTolerance.Difference(actual, reference, gradientNoise, lenient) is string difference) yield return $"gradient of input {wanted[i]} {difference}";
        }
    }

    private static Tensor? Input(GoldenFile file, JsonElement input, bool grad)
    {
        if (input.ValueKind == JsonValueKind.Null) return null;
        Tensor tensor = file.Tensor(input.GetProperty("t").GetString()!);
        if (input.TryGetProperty("view", out JsonElement steps)) tensor = GoldenView.Apply(tensor, steps);
        return grad ? tensor.WithGrad() : tensor;
    }
}
