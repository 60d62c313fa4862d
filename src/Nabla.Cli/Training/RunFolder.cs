using System.Globalization;
using Nabla.Formats;

namespace Nabla.Cli.Training;

/// <summary>What a finished or interrupted training left in its folder.</summary>
internal sealed class RunFolder
{
    public const string CheckpointName = "checkpoint.safetensors";

    private RunFolder(TrainSettings settings, Module model, IReadOnlyList<string> classes, int[] input, double[] mean, double[] deviation) =>
        (TrainedWith, Model, Classes, Input, Mean, Deviation) = (settings, model, classes, input, mean, deviation);

    public TrainSettings TrainedWith { get; }

    public Module Model { get; }

    public IReadOnlyList<string> Classes { get; }

    /// <summary>Channels, height and width of a picture.</summary>
    public int[] Input { get; }

    public double[] Mean { get; }

    public double[] Deviation { get; }

    /// <summary>The settings a checkpoint was trained with.</summary>
    public static TrainSettings Settings(string checkpoint)
    {
        IReadOnlyDictionary<string, string> notes = TrainingCheckpoint.ReadNotes(checkpoint);
        return TrainSettings.FromJson(Note(notes, "settings", checkpoint));
    }

    /// <summary>Loads the trained model.</summary>
    public static RunFolder Open(string folder)
    {
        string checkpoint = File.Exists(folder) ? folder : Path.Combine(folder, CheckpointName);
        if (!File.Exists(checkpoint)) throw new FileNotFoundException($"There is no trained model: '{checkpoint}' does not exist.", checkpoint);
        IReadOnlyDictionary<string, string> notes = TrainingCheckpoint.ReadNotes(checkpoint);
        TrainSettings settings = TrainSettings.FromJson(Note(notes, "settings", checkpoint));
        string[] classes = Note(notes, "classes", checkpoint).Split('\n');
        double[] input = Numbers(notes, "input", checkpoint);
        int[] sizes = [.. input.Select(value => (int)value)];
        double[] mean = Numbers(notes, "mean", checkpoint), deviation = Numbers(notes, "deviation", checkpoint);
        if (sizes.Length != 3 || input.Any(value => value is not (>= 1 and <= 65536)) || mean.Length != sizes[0] || deviation.Length != sizes[0]) throw new NablaFormatException(checkpoint, null, "has a damaged note 'input'", "channels, height and width");
        Weights weights = Weights.From(TrainingCheckpoint.LoadWeights(checkpoint));
        Module model = TrainingRun.CreateModel(settings, sizes[0], new(sizes[1], sizes[2]), classes.Length, weights);
        weights.Verify();
        model.Eval();
        return new(settings, model, classes, sizes, mean, deviation);
    }

    private static string Note(IReadOnlyDictionary<string, string> notes, string key, string file) =>
        notes.TryGetValue(key, out string? value) ? value : throw new NablaFormatException(file, null, $"has no note '{key}'", "a checkpoint written by nabla train");

    private static double[] Numbers(IReadOnlyDictionary<string, string> notes, string key, string file)
    {
        string[] parts = Note(notes, key, file).Split(',');
        double[] values = new double[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]))
                throw new NablaFormatException(file, null, $"has a damaged note '{key}'", "numbers with commas between");
        }
        return values;
    }
}
