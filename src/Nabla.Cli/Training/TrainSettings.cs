using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nabla.Cli.Training;

/// <summary>Everything that decides a training, kept in its checkpoint so that it resumes as it began.</summary>
internal sealed record TrainSettings
{
    public string Recipe { get; init; } = "fashion-mnist";

    public string? Data { get; init; }

    public string Model { get; init; } = "smallcnn";

    public IReadOnlyList<string> Set { get; init; } = [];

    public int Epochs { get; init; }

    public int BatchSize { get; init; } = 64;

    public double LearningRate { get; init; }

    public string Optimizer { get; init; } = "adamw";

    public double WeightDecay { get; init; }

    public string Schedule { get; init; } = "onecycle";

    public double LabelSmoothing { get; init; }

    public double EmaDecay { get; init; }

    public double? ClipNorm { get; init; }

    public double Mirror { get; init; }

    public int Shift { get; init; }

    public double Erase { get; init; }

    public int? Patience { get; init; }

    public int EvaluateEvery { get; init; } = 1;

    public int? SaveEvery { get; init; }

    public ulong Seed { get; init; }

    /// <summary>What a recipe does unless told otherwise.</summary>
    public static TrainSettings Of(string recipe) => recipe switch
    {
        "fashion-mnist" => new()
        {
            Recipe = recipe,
            Epochs = 10,
            BatchSize = 128,
            LearningRate = 1e-2,
            WeightDecay = 0.05,
            LabelSmoothing = 0.1,
            EmaDecay = 0.99,
            Mirror = 0.5,
            Shift = 2,
            EvaluateEvery = 5,
        },
        "digits" => new()
        {
            Recipe = recipe,
            Model = "mlp",
            Set = ["image_size=8"],
            Epochs = 30,
            BatchSize = 32,
            LearningRate = 3e-3,
            WeightDecay = 0.01,
            EmaDecay = 0.99,
            Shift = 1,
            EvaluateEvery = 10,
        },
        _ => throw new UsageException($"There is no recipe '{recipe}'; expected fashion-mnist or digits."),
    };

    public string ToJson() => JsonSerializer.Serialize(this, TrainSettingsJson.Default.TrainSettings);

    public static TrainSettings FromJson(string json) => JsonSerializer.Deserialize(json, TrainSettingsJson.Default.TrainSettings)!;
}

/// <summary>JSON of settings, made at compile time.</summary>
[JsonSerializable(typeof(TrainSettings))]
internal sealed partial class TrainSettingsJson : JsonSerializerContext;
