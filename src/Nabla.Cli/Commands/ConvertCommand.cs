using System.CommandLine;
using System.Globalization;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla convert</c>: a state dict from one file format to another.</summary>
internal static class ConvertCommand
{
    public static Command Create()
    {
        Argument<string> source = new("source") { Description = "File to read: .safetensors, .pt, .pth or .npz." };
        Argument<string> target = new("target") { Description = "File to write: .safetensors, .pt, .pth or .npz." };
        Command command = new("convert", "Converts weights between formats.") { source, target };
        command.SetAction(parsed =>
        {
            StateDict state = WeightFiles.Load(parsed.GetRequiredValue(source));
            WeightFiles.Save(parsed.GetRequiredValue(target), state);
            long bytes = state.Values.Sum(value => value.Count * value.DType.Size());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{state.Count} tensors, {bytes / 1e6:N1} MB -> {parsed.GetRequiredValue(target)}"));
        });
        return command;
    }
}
