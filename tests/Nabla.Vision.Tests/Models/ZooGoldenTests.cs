using System.Globalization;
using System.Text.Json;

namespace Nabla.Vision.Tests.Models;

/// <summary>Every classification and segmentation model against torchvision 0.14: scores, features on the way, gradients.</summary>
public sealed class ZooGoldenTests
{
    private const double Tolerance = 1e-4;

    /// <summary>The models above it run when NABLA_TEST_LARGE asks for them; they take gigabytes.</summary>
    private const long LargestParameters = 150_000_000;

    public static TheoryData<string> Runs => [.. Zoo.Torchvision.Cases.Keys.Where(name => !name.EndsWith("/gradients", StringComparison.Ordinal) && Fits(name))];

    public static TheoryData<string> Gradients => [.. Zoo.Torchvision.Cases.Keys.Where(name => name.EndsWith("/gradients", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Runs))]
    public void Scores_and_features_match_torchvision(string name)
    {
        JsonElement golden = Zoo.Torchvision.Cases[name];
        using TensorScope scope = new();
        Module model = Zoo.Build(golden);
        double[] noise = [.. golden.GetProperty("float32").EnumerateArray().Select(error => error.GetDouble())];
        string[] paths = [.. golden.GetProperty("features").EnumerateArray().Select(path => path.GetString()!)];
        double[] digests = Zoo.Torchvision.Doubles(golden, "digests"), expected = Zoo.Torchvision.Doubles(golden, "outputs");

        using GradMode.Restore mode = GradMode.Inference();
        IReadOnlyList<Tensor> results;
        Dictionary<string, double[]> seen = new(StringComparer.Ordinal);
        using (Recorder recorder = new([.. paths], seen)) results = model.Run([Zoo.Input(golden)]);
        for (int i = 0; i < paths.Length; i++)
        {
            // Functions here and modules there; what goes in and what follows are compared.
            if (paths[i] is "backbone.relu" or "backbone.maxpool") continue;
            Assert.True(seen.TryGetValue(paths[i], out double[]? digest), $"{paths[i]} was never called");
            Close($"{paths[i]}: norm", digest[1], digests[(i * 10) + 1], digests[(i * 10) + 1], noise[1]);
            double scale = digests.Skip((i * 10) + 2).Take(8).Max(Math.Abs);
            for (int k = 2; k < 10; k++) Close($"{paths[i]}: sample {k - 2}", digest[k], digests[(i * 10) + k], scale, noise[1]);
        }
        int at = 0;
        foreach (Tensor result in results)
        {
            double[] actual = result.Rank == 2 ? result.To(DType.Float64).Contiguous().ToArray<double>() : Zoo.Digest(result);
            // Of a map, the norm and the samples; its sum says little where values cancel.
            int first = result.Rank == 2 ? 0 : 2;
            double largest = expected.Skip(at + first).Take(actual.Length - first).Max(Math.Abs);
            if (first > 0) Close("output norm", actual[1], expected[at + 1], expected[at + 1], noise[0]);
            for (int i = first; i < actual.Length; i++) Close($"output {i}", actual[i], expected[at + i], largest, noise[0]);
            at += actual.Length;
        }
        Assert.Equal(expected.Length, at);
    }

    [Theory, MemberData(nameof(Gradients))]
    public void Gradients_of_one_of_each_family_match_torchvision(string name)
    {
        JsonElement golden = Zoo.Torchvision.Cases[name];
        using TensorScope scope = new();
        Module model = Zoo.Build(golden);
        IReadOnlyList<Tensor> results = model.Run([Zoo.Input(golden)]);
        Tensor loss = (results[0] * FormulaWeights.Signed(7, results[0].Shape)).Sum();
        for (int i = 1; i < results.Count; i++) loss += (results[i] * FormulaWeights.Signed(7 + (uint)i, results[i].Shape)).Sum();
        loss.Backward();

        double noise = golden.GetProperty("float32")[0].GetDouble();
        double[] digests = Zoo.Torchvision.Doubles(golden, "grads");
        string[] names = [.. golden.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetString()!)];
        Dictionary<string, Parameter> parameters = model.Parameters().ToDictionary(parameter => parameter.Name);
        double least = 1e-4 * Enumerable.Range(0, names.Length).Max(i => digests[(i * 10) + 1]);
        for (int i = 0; i < names.Length; i++)
        {
            Parameter parameter = parameters[names[i]];
            double[] digest = Zoo.Digest(parameter.Grad!);
            double norm = Math.Max(digests[(i * 10) + 1], least), root = Math.Sqrt(parameter.Shape.Count);
            Close($"{names[i]}: norm", digest[1], digests[(i * 10) + 1], norm, noise);
            for (int k = 2; k < 10; k++) Close($"{names[i]}: sample {k - 2}", digest[k], digests[(i * 10) + k], Math.Max(Math.Abs(digests[(i * 10) + k]), 10 * norm / root), noise);
        }
    }

    private static void Close(string what, double actual, double expected, double scale, double noise)
    {
        double allowed = Math.Max(Tolerance, 4 * noise) * scale;
        Assert.True(Math.Abs(actual - expected) <= allowed, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, expected {expected:R} within {allowed:g3}"));
    }

    private static bool Fits(string run) => LargeModels.Runs(run[..run.IndexOf('/', StringComparison.Ordinal)], LargestParameters);

    private sealed class Recorder(HashSet<string> paths, Dictionary<string, double[]> seen) : ModuleObserver
    {
        protected override void OnEnter(Module module, Tensor input)
        {
        }

        protected override void OnLeave(Module module, Tensor output)
        {
            if (paths.Contains(module.Path)) seen[module.Path] = Zoo.Digest(output);
        }
    }
}
