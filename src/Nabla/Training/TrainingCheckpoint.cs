using System.Text.Json;
using System.Text.Json.Serialization;
using Nabla.Formats;
using Nabla.Formats.Safetensors;

namespace Nabla.Training;

/// <summary>The complete state of a training in one safetensors file, written atomically.</summary>
/// <remarks>
/// Tensors: <c>model.*</c> (the state dict), <c>optimizer.*</c>, <c>ema.*</c>. The header's metadata holds the position, the schedule and the
/// generator under <c>nabla</c>, and the owner's notes.
/// </remarks>
public static class TrainingCheckpoint
{
    private const string Marker = "nabla";

    /// <summary>Writes a checkpoint.</summary>
    [Export("training.TrainingCheckpoint.save")]
    public static void Save(string path, Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        OptimizerState optimizer = trainer.Optimizer.SaveState();
        List<KeyValuePair<string, Tensor>> tensors = [];
        Add(tensors, "model.", trainer.Model.StateDict());
        Add(tensors, "optimizer.", optimizer.Tensors);
        if (trainer.Average is { } average) Add(tensors, "ema.", average.SaveState());
        Header header = new(trainer.Progress, optimizer.Json, trainer.Schedule?.SaveState(), trainer.Model.SaveGenerator());
        Dictionary<string, string> metadata = new(trainer.Notes, StringComparer.Ordinal)
        {
            [Marker] = JsonSerializer.Serialize(header, CheckpointJson.Default.Header),
        };
        SafetensorsFile.Save(path, tensors, metadata);
    }

    /// <summary>Restores a checkpoint into a trainer of the same model, optimiser and schedule.</summary>
    /// <returns>Where training stood.</returns>
    /// <exception cref="NablaFormatException">The file is damaged or is no checkpoint.</exception>
    /// <exception cref="StateDictException">It belongs to another model.</exception>
    [Export("training.TrainingCheckpoint.load")]
    public static TrainingProgress Load(string path, Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        Header header = ReadHeader(path);
        StateDict all = SafetensorsFile.Load(path);
        trainer.Model.Load(Part(all, "model."));
        trainer.Optimizer.LoadState(new(Part(all, "optimizer."), header.Optimizer));
        if (header.Schedule is { } schedule) trainer.Schedule?.LoadState(schedule);
        trainer.Average?.LoadState(Part(all, "ema."));
        trainer.Model.LoadGenerator(header.Generator);
        return header.Progress;
    }

    /// <summary>The owner's notes in a checkpoint's header.</summary>
    /// <exception cref="NablaFormatException">The file is damaged or is no checkpoint.</exception>
    [Export("training.TrainingCheckpoint.read_notes")]
    public static IReadOnlyDictionary<string, string> ReadNotes(string path)
    {
        ReadHeader(path);
        return SafetensorsFile.Open(path).Metadata;
    }

    /// <summary>The weights to predict with: the moving average where there is one.</summary>
    /// <exception cref="NablaFormatException">The file is damaged or is no checkpoint.</exception>
    [Export("training.TrainingCheckpoint.load_weights")]
    public static StateDict LoadWeights(string path)
    {
        ReadHeader(path);
        StateDict all = SafetensorsFile.Load(path), weights = Part(all, "model.");
        foreach ((string key, Tensor value) in Part(all, "ema.module."))
        {
            if (weights.ContainsKey(key)) weights[key] = value;
        }
        return weights;
    }

    private static Header ReadHeader(string path)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        if (!file.Metadata.TryGetValue(Marker, out string? json))
            throw new NablaFormatException(path, null, "is no training checkpoint: its metadata has no entry 'nabla'", "a file written by the trainer");
        try
        {
            return JsonSerializer.Deserialize(json, CheckpointJson.Default.Header) ?? throw new JsonException("The entry is null.");
        }
        catch (JsonException error)
        {
            throw new NablaFormatException(path, null, "has a damaged 'nabla' entry", "the state of a training as JSON", error);
        }
    }

    private static void Add(List<KeyValuePair<string, Tensor>> into, string prefix, IReadOnlyDictionary<string, Tensor> part)
    {
        foreach ((string key, Tensor value) in part) into.Add(new(prefix + key, value));
    }

    private static StateDict Part(StateDict all, string prefix) =>
        new(all.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value)));

    /// <summary>What the metadata holds.</summary>
    internal sealed record Header(TrainingProgress Progress, string Optimizer, string? Schedule, byte[] Generator);
}

/// <summary>JSON of checkpoints, made at compile time.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingCheckpoint.Header))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
