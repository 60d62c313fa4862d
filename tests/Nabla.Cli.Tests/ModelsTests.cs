using System.Text.Json;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class ModelsTests
{
    [Fact]
    public void List_names_the_residual_networks()
    {
        string[] names = JsonSerializer.Deserialize<string[]>(NablaCommand.Run("models", "list", "--json").Output)!;
        Assert.Superset(new HashSet<string> { "resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "lenet", "mlp", "smallcnn" }, names.ToHashSet());
    }

    [Theory]
    [InlineData("resnet18", 11_689_512, 1_814_073_344)]
    [InlineData("resnet50", 25_557_032, 4_089_184_256)]
    public void Summary_counts_what_torchvision_counts(string name, long parameters, long products)
    {
        using JsonDocument json = JsonDocument.Parse(NablaCommand.Run("models", "summary", name, "--json").Output);
        Assert.Equal(parameters, json.RootElement.GetProperty("parameters").GetInt64());
        Assert.Equal(products, json.RootElement.GetProperty("macs").GetInt64());
        Assert.Equal([1, 1000], json.RootElement.GetProperty("outputs")[0].EnumerateArray().Select(extent => extent.GetInt32()));
    }

    [Fact]
    public void Keys_come_in_the_order_of_the_state_dict()
    {
        using JsonDocument json = JsonDocument.Parse(NablaCommand.Run("models", "keys", "resnet18", "--json").Output);
        string[] keys = [.. json.RootElement.EnumerateArray().Select(entry => entry.GetProperty("key").GetString()!)];
        Assert.Equal(122, keys.Length);
        Assert.Equal(["conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked"], keys[..6]);
        Assert.Equal(["fc.weight", "fc.bias"], keys[^2..]);
    }

    [Fact]
    public void Run_gives_the_same_scores_from_converted_weights()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Module model = Vision.ModelRegistry.Create("lenet", Weights.Random(3));
        PyTorchFile.Save(folder["w.pt"], model.StateDict());
        Tensor x = Tensor.Of([.. Enumerable.Range(0, 2 * 784).Select(i => MathF.Sin(i))], [2, 1, 28, 28]);
        NpyFile.Save(folder["x.npy"], x);
        Assert.Equal(0, NablaCommand.Run("convert", folder["w.pt"], folder["w.safetensors"]).Code);
        foreach (string weights in new[] { "w.pt", "w.safetensors" })
        {
            (int code, _, string error) = NablaCommand.Run("models", "run", "lenet", "--weights", folder[weights], "--input", folder["x.npy"], "--output", folder["y.npz"]);
            Assert.True(code == 0, error);
            using (GradMode.NoGrad())
                Assert.Equal(model.Eval().Call(x).ToArray<float>(), NpzFile.Load(folder["y.npz"])["output_0"].ToArray<float>());
        }
    }

    [Fact]
    public void Weights_of_another_model_are_refused_with_all_keys_listed()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        SafetensorsFile.Save(folder["w.safetensors"], Vision.ModelRegistry.Create("mlp", Weights.Random(3)).StateDict());
        NpyFile.Save(folder["x.npy"], Tensor.Zeros([1, 1, 28, 28]));
        (int code, _, string error) = NablaCommand.Run("models", "run", "lenet", "--weights", folder["w.safetensors"], "--input", folder["x.npy"], "--output", folder["y.npz"]);
        Assert.Equal(1, code);
        Assert.Contains("conv1.weight", error, StringComparison.Ordinal);
        Assert.Contains("layers.1.weight", error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["y.npz"]));
    }

    [Fact]
    public void Bench_reports_both_modes()
    {
        foreach (string mode in new[] { "forward", "train" })
        {
            using JsonDocument json = JsonDocument.Parse(NablaCommand.Run("models", "bench", "lenet", "--mode", mode, "--iterations", "2", "--warmup", "1", "--json").Output);
            Assert.Equal(mode, json.RootElement.GetProperty("mode").GetString());
            Assert.True(json.RootElement.GetProperty("median_ms").GetDouble() > 0);
            Assert.True(json.RootElement.GetProperty("peak_bytes").GetInt64() > 0);
        }
    }

    [Fact]
    public void Bench_with_profile_lists_operations()
    {
        using JsonDocument json = JsonDocument.Parse(NablaCommand.Run("models", "bench", "resnet18", "--input", "1,3,32,32", "--iterations", "2", "--warmup", "1", "--profile", "--json").Output);
        JsonElement[] operations = [.. json.RootElement.GetProperty("operations").EnumerateArray()];
        Assert.Contains(operations, one => one.GetProperty("operation").GetString() == "Convolve [1, 3, 32, 32] [64, 3, 7, 7] -> [1, 64, 16, 16]");
        // Watching must not change what runs: in evaluation normalisation, sum and rectifier are part of the convolutions.
        Assert.DoesNotContain(operations, one => one.GetProperty("operation").GetString()!.StartsWith("BatchNorm", StringComparison.Ordinal));
        Assert.Equal(1, operations.Sum(one => one.GetProperty("share").GetDouble()), 1e-9);
        string table = NablaCommand.Run("models", "bench", "lenet", "--iterations", "1", "--warmup", "0", "--profile").Output;
        Assert.Contains("GFLOP/s", table, StringComparison.Ordinal);
    }
}
