using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nabla.Cli.CharLm;

/// <summary>Everything that decides a training of a character model; stored in its checkpoint.</summary>
internal sealed record CharLmSettings
{
    public string? Data { get; init; }

    public string Cell { get; init; } = "lstm";

    public int Width { get; init; } = 320;

    public int Layers { get; init; } = 1;

    public int Embedding { get; init; } = 48;

    public double Dropout { get; init; } = 0.1;

    /// <summary>Characters of a training sample.</summary>
    public int Window { get; init; } = 96;

    public int BatchSize { get; init; } = 16;

    public int Epochs { get; init; } = 10;

    public double LearningRate { get; init; } = 4e-3;

    public double WeightDecay { get; init; } = 0.01;

    public double ClipNorm { get; init; } = 1;

    public ulong Seed { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, CharLmJson.Default.CharLmSettings);

    public static CharLmSettings FromJson(string json) => JsonSerializer.Deserialize(json, CharLmJson.Default.CharLmSettings)!;
}

/// <summary>JSON of settings, made at compile time.</summary>
[JsonSerializable(typeof(CharLmSettings))]
internal sealed partial class CharLmJson : JsonSerializerContext;
