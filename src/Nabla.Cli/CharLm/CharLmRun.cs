using Nabla.Cli.Training;

namespace Nabla.Cli.CharLm;

/// <summary>A character model with its trainer and text, or one read back from a checkpoint.</summary>
internal sealed class CharLmRun
{
    private const string Marker = "char-lm", AlphabetNote = "alphabet";

    private CharLmRun(CharLmSettings settings, CharText text, CharBatches batches, Trainer trainer) =>
        (Settings, Text, Batches, Trainer) = (settings, text, batches, trainer);

    public CharLmSettings Settings { get; }

    public CharText Text { get; }

    public CharBatches Batches { get; }

    public Trainer Trainer { get; }

    public CharModel Model => (CharModel)Trainer.Model;

    /// <summary>Builds model, optimiser, schedule and batches.</summary>
    public static CharLmRun Build(CharLmSettings settings, string checkpoint)
    {
        CharText text = CharText.Open(settings.Data);
        CharBatches batches = new(text.Train, settings.Window, settings.BatchSize, settings.Seed);
        CharModel model = new(Weights.Random(settings.Seed), settings, text.Alphabet.Length);
        AdamW optimizer = new(ParameterGroups.WithoutDecay(model, settings.WeightDecay), new AdamWOptions(LearningRate: settings.LearningRate));
        OneCycleLR schedule = new(optimizer, settings.LearningRate, Math.Max(1, settings.Epochs * batches.Count), cycleMomentum: false);
        Trainer trainer = new(model, optimizer, new() { Epochs = settings.Epochs, ClipNorm = settings.ClipNorm, CheckpointPath = checkpoint }, schedule);
        trainer.Notes[Marker] = settings.ToJson();
        trainer.Notes[AlphabetNote] = text.Alphabet;
        return new(settings, text, batches, trainer);
    }

    /// <summary>The settings a checkpoint was trained with.</summary>
    public static CharLmSettings ReadSettings(string checkpoint) => CharLmSettings.FromJson(Note(TrainingCheckpoint.ReadNotes(checkpoint), Marker, checkpoint));

    /// <summary>Reads a trained model.</summary>
    /// <param name="folder">Folder of a training, or its checkpoint.</param>
    public static (CharModel Model, string Alphabet) Open(string folder)
    {
        string checkpoint = File.Exists(folder) ? folder : Path.Combine(folder, RunFolder.CheckpointName);
        if (!File.Exists(checkpoint)) throw new FileNotFoundException($"There is no trained model: '{checkpoint}' does not exist.", checkpoint);
        IReadOnlyDictionary<string, string> notes = TrainingCheckpoint.ReadNotes(checkpoint);
        CharLmSettings settings = CharLmSettings.FromJson(Note(notes, Marker, checkpoint));
        string alphabet = Note(notes, AlphabetNote, checkpoint);
        Weights weights = Weights.From(TrainingCheckpoint.LoadWeights(checkpoint));
        CharModel model = new(weights, settings, alphabet.Length);
        weights.Verify();
        model.Eval();
        return (model, alphabet);
    }

    private static string Note(IReadOnlyDictionary<string, string> notes, string key, string file) =>
        notes.TryGetValue(key, out string? value) ? value : throw new NablaFormatException(file, null, $"has no note '{key}'", "a checkpoint written by nabla train char-lm");
}
