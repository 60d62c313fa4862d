using System.CommandLine;
using Nabla.Cli.Training;
using Nabla.Notes.Playground;
using Nabla.Notes.Server;
using Nabla.Vision;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla notes serve</c>: the notebook on this machine, with playground and live reload.</summary>
internal static class NotesServeCommand
{
    private const int SamplesPerClass = 2;

    public static Command Create()
    {
        Option<int> port = GlobalOptions.Number<int>("--port", "Port on this machine (loopback only); 0 takes a free one.", value => value is >= 0 and <= 65535, "0..65535");
        port.DefaultValueFactory = _ => 5080;
        NotesCommand.Shared shared = new();
        Command command = new("serve", "Serves the notebook to this machine, with the playground; pages load themselves again when a note changes.") { port, shared.Notes, shared.Drafts, shared.PageSize, shared.Repository };
        command.SetAction(async (parsed, cancellation) =>
        {
            ServerOptions options = new() { Site = shared.Read(parsed), Port = parsed.GetValue(port), Samples = [.. Samples("fashion-mnist", "garments"), .. Samples("digits", "digits")] };
            await using NotesServer server = await NotesServer.StartAsync(options, cancellation);
            foreach (string warning in server.Warnings) Console.Error.WriteLine($"nabla: {warning}.");
            if (server.Problems is { } problems) Console.Error.WriteLine(problems);
            Console.WriteLine($"The notebook is at {server.Address} (Ctrl-C ends it).");
            await server.RunAsync(cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>The first test pictures of every class.</summary>
    private static IEnumerable<DrawingSample> Samples(string recipe, string model)
    {
        LabelledImages test = TrainingData.Open(recipe, null).Test;
        Dictionary<int, int> taken = [];
        List<DrawingSample> samples = [];
        for (int i = 0; i < test.Count; i++)
        {
            int label = test.Labels[i];
            int before = taken.GetValueOrDefault(label);
            if (before == SamplesPerClass) continue;
            taken[label] = before + 1;
            samples.Add(new(model, test.ClassNames[label], test.Pixels(i).ToArray()));
        }
        return samples.OrderBy(sample => sample.Label, StringComparer.Ordinal);
    }
}
