using System.CommandLine;
using System.Globalization;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla models run</c>: a forward pass from arrays to arrays.</summary>
internal static class ModelsRunCommand
{
    public static Command Create()
    {
        Argument<string> name = ModelArguments.Name();
        Option<string?> weights = new("--weights") { Description = "State dict: .safetensors, .pt, .pth or .npz. Random weights when omitted." };
        Option<string[]> set = ModelArguments.Set();
        Option<string[]> inputs = new("--input") { Description = "Input array (.npy); once per input.", Required = true };
        Option<string> output = new("--output") { Description = "Where the results go (.npz).", Required = true };
        Option<bool> train = new("--train") { Description = "Run in training mode." };
        Option<string> type = new("--dtype") { Description = "Precision of weights and inputs: float32 or float64.", DefaultValueFactory = _ => "float32" };
        type.AcceptOnlyFromAmong("float32", "float64");
        Command command = new("run", "Forward pass: arrays in, arrays out.") { name, weights, set, inputs, output, train, type };
        command.SetAction(parsed =>
        {
            string target = parsed.GetRequiredValue(output);
            if (!target.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) throw new UsageException($"--output must end in .npz; got '{target}'.");
            Module model = Load(
                parsed.GetRequiredValue(name), parsed.GetValue(weights), ModelArguments.Settings(parsed.GetValue(set)), parsed.GetValue(GlobalOptions.Seed));
            DType precision = parsed.GetValue(type) == "float64" ? DType.Float64 : DType.Float32;
            if (precision == DType.Float64) model.To(precision);
            model.Train(parsed.GetValue(train));
            using GradMode.Restore mode = GradMode.Inference();
            Tensor[] arrays = [.. parsed.GetRequiredValue(inputs).Select(file => NpyFile.Load(file))];
            IReadOnlyList<Tensor> results = model.Run([.. arrays.Select(array => array.DType.IsFloating() ? array.To(precision) : array)]);
            NpzFile.Save(target, results.Select((result, i) => KeyValuePair.Create(
                results.Count == 1 ? "output_0" : string.Create(CultureInfo.InvariantCulture, $"output_{i}"), result)));
        });
        return command;
    }

    /// <summary>Builds a model with values from a file, or random ones.</summary>
    public static Module Load(string name, string? file, ModelSettings settings, ulong seed) => file is null
        ? ModelRegistry.Create(name, Weights.Random(seed), settings)
        : ModelRegistry.Load(name, WeightFiles.Load(file), settings);
}
