using System.Globalization;
using System.Text.Json;
using Nabla.Formats.Raw;
using Nabla.Formats.Safetensors;
using Nabla.Vision.Tests.Support;

namespace Nabla.Vision.Tests.Models;

/// <summary>ResNets against torchvision: keys and shapes, logits, loss, every parameter's gradient and the running statistics.</summary>
public sealed class ResNetGoldenTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData("resnet18"), InlineData("resnet34"), InlineData("resnet50"), InlineData("resnet101"), InlineData("resnet152")]
    public void Keys_and_shapes_are_torchvisions(string name)
    {
        using JsonDocument keys = JsonDocument.Parse(File.ReadAllText(Repository.File("tests", "golden", "models", "resnet_keys.json")));
        JsonElement expected = keys.RootElement.GetProperty(name);
        Module model = ModelRegistry.Create(name, Weights.ShapeOnly());
        string[] wanted = [.. expected.GetProperty("state").EnumerateArray().Select(pair => $"{pair[0].GetString()} {new Shape([.. pair[1].EnumerateArray().Select(extent => extent.GetInt64())])}")];
        Assert.Equal(wanted, model.StateDict().Select(entry => $"{entry.Key} {entry.Value.Shape}"));
        Assert.Equal(expected.GetProperty("parameters").GetInt64(), model.Parameters().Sum(parameter => parameter.Shape.Count));
    }

    [Theory]
    [InlineData("resnet18/eval"), InlineData("resnet18/train"), InlineData("resnet50/eval"), InlineData("resnet50/train")]
    public void Values_and_gradients_match_torchvision(string name)
    {
        SafetensorsFile file = SafetensorsFile.Open(Repository.File("tests", "golden", "models", "resnet.safetensors"));
        using JsonDocument cases = JsonDocument.Parse(file.Metadata["cases"]);
        JsonElement golden = cases.RootElement.EnumerateArray().Single(c => c.GetProperty("name").GetString() == name);
        string architecture = golden.GetProperty("model").GetString()!;
        Weights w = Weights.From(FormulaWeights.Of(ModelRegistry.Create(architecture, Weights.ShapeOnly()).StateDict()));
        Module model = ModelRegistry.Create(architecture, w);
        w.Verify();
        model.Train(golden.GetProperty("mode").GetString() == "train");

        Tensor x = FormulaWeights.Input(golden.GetProperty("inputKey").GetUInt32(), new([.. golden.GetProperty("inputShape").EnumerateArray().Select(extent => extent.GetInt64())]));
        Tensor labels = Tensor.Of([.. golden.GetProperty("labels").EnumerateArray().Select(label => label.GetInt64())]);
        Tensor logits = model.Call(x), loss = Functional.CrossEntropy(logits, labels);
        double[] expected = Doubles(file, golden, "logits"), actual = logits.To(DType.Float64).ToArray<double>();
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(actual[i] - expected[i]) <= Tolerance * scale, $"logit {i} is {actual[i]}, expected {expected[i]}");
        Assert.Equal(golden.GetProperty("loss").GetDouble(), loss.Item(), Tolerance * golden.GetProperty("loss").GetDouble());

        loss.Backward();
        Dictionary<string, Tensor> gradients = model.Parameters().ToDictionary(parameter => parameter.Name, parameter => parameter.Grad!);
        Compare(golden.GetProperty("parameters"), Doubles(file, golden, "grads"), gradients);
        if (!golden.TryGetProperty("buffers", out JsonElement buffers)) return;
        Compare(buffers, Doubles(file, golden, "buffersAfter"), model.Buffers().ToDictionary(buffer => buffer.Name, buffer => buffer.Value));
    }

    /// <summary>Digests: sum, norm, and eight samples of each tensor.</summary>
    private static void Compare(JsonElement names, double[] digests, Dictionary<string, Tensor> tensors)
    {
        const int Width = 10;
        string[] order = [.. names.EnumerateArray().Select(name => name.GetString()!)];
        double least = 1e-4 * Enumerable.Range(0, order.Length).Max(i => digests[(i * Width) + 1]);
        List<string> problems = [];
        for (int i = 0; i < order.Length; i++)
        {
            double[] values = tensors[order[i]].To(DType.Float64).ToArray<double>();
            ReadOnlySpan<double> expected = digests.AsSpan(i * Width, Width);
            double norm = Math.Max(expected[1], least), root = Math.Sqrt(values.Length);
            Check(order[i], "sum", values.Sum(), expected[0], norm * root);
            Check(order[i], "norm", Math.Sqrt(values.Sum(v => v * v)), expected[1], norm);
            for (int k = 0; k < 8; k++)
            {
                double value = values[k * (long)(values.Length - 1) / 7];
                Check(order[i], $"sample {k}", value, expected[k + 2], Math.Max(Math.Abs(expected[k + 2]), norm / root));
            }
        }
        Assert.True(problems.Count == 0, $"{problems.Count} differences:\n" + string.Join("\n", problems.Take(20)));

        void Check(string name, string what, double actual, double expected, double scale)
        {
            if (!(Math.Abs(actual - expected) <= Tolerance * scale))
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {what} is {actual:R}, expected {expected:R} within {Tolerance * scale:g3}"));
        }
    }

    private static double[] Doubles(SafetensorsFile file, JsonElement golden, string property) =>
        file[golden.GetProperty(property).GetString()!].ToTensor().To(DType.Float64).ToArray<double>();
}
