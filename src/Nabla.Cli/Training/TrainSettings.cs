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

    /// <summary>Alpha of mixup; 0 for none.</summary>
    public double MixUp { get; init; }

    /// <summary>Alpha of CutMix; 0 for none.</summary>
    public double CutMix { get; init; }

    /// <summary>Rows of the pictures after resizing; null leaves them as they are.</summary>
    public int? ImageSize { get; init; }

    /// <summary>Columns after resizing; null for as many as rows.</summary>
    public int? ImageWidth { get; init; }

    /// <summary>The pictures after resizing; null leaves them as they are.</summary>
    [JsonIgnore]
    public PictureSize? Pictures => ImageSize is { } height ? new(height, ImageWidth ?? height) : null;

    /// <summary>Names for <see cref="Augmentations"/>.</summary>
    public string? Augment { get; init; }

    /// <summary>Epochs of the warm-up, for the schedules that have one.</summary>
    public double WarmUpEpochs { get; init; }

    public int? Patience { get; init; }

    public int EvaluateEvery { get; init; } = 1;

    public int? SaveEvery { get; init; }

    public ulong Seed { get; init; }

    /// <summary>The recipes by name.</summary>
    public static string[] Recipes { get; } = ["fashion-mnist", "fashion-mnist-efficientnet", "fashion-mnist-swin", "digits", "efficientnet", "swin"];

    /// <summary>The papers' ideas for pictures of 28 pixels and an hour on two cores.</summary>
    private static TrainSettings SmallPictures { get; } = new()
    {
        Epochs = 12,
        BatchSize = 128,
        Schedule = "warmup-cosine",
        WarmUpEpochs = 1,
        WeightDecay = 0.05,
        LabelSmoothing = 0.1,
        EmaDecay = 0.995,
        Mirror = 0.5,
        EvaluateEvery = 4,
    };

    /// <summary>What a recipe does unless told otherwise.</summary>
    /// <param name="recipe">Its name.</param>
    /// <param name="data">Whether it runs on the user's own files instead of the embedded ones, which are a sixth of the full set.</param>
    public static TrainSettings Of(string recipe, bool data = false) => recipe switch
    {
        "fashion-mnist" => new()
        {
            Recipe = recipe,
            Epochs = data ? 14 : 10,
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
        // Tan and Le (2019): RMSProp as TensorFlow computes it, warm-up, 0.97 every 2.4 epochs, AutoAugment, weight averaging.
        "efficientnet" => new()
        {
            Recipe = recipe,
            Model = "efficientnet_b0",
            Epochs = 350,
            BatchSize = 256,
            LearningRate = 0.016,
            Optimizer = "rmsprop-tf",
            Schedule = "warmup-exponential",
            WarmUpEpochs = 5,
            WeightDecay = 1e-5,
            LabelSmoothing = 0.1,
            EmaDecay = 0.9999,
            Mirror = 0.5,
            Augment = "crop,autoaugment",
            ImageSize = 224,
        },
        // Liu et al. (2021), for batches of 256: AdamW, 20 epochs of warm-up, cosine, RandAugment, mixup or CutMix, random erasing, gradients clipped.
        "swin" => new()
        {
            Recipe = recipe,
            Model = "swin_t",
            Epochs = 300,
            BatchSize = 256,
            LearningRate = 2.5e-4,
            Optimizer = "adamw",
            Schedule = "warmup-cosine",
            WarmUpEpochs = 20,
            WeightDecay = 0.05,
            LabelSmoothing = 0.1,
            ClipNorm = 5,
            Mirror = 0.5,
            Erase = 0.25,
            MixUp = 0.8,
            CutMix = 1,
            Augment = "crop,randaugment",
            ImageSize = 224,
        },
        "fashion-mnist-efficientnet" => SmallPictures with { Recipe = recipe, Model = "efficientnet_28", LearningRate = 4e-3, Shift = 2 },
        "fashion-mnist-swin" => SmallPictures with { Recipe = recipe, Model = "swin_28", Epochs = 14, Optimizer = "muon-all", LearningRate = 6e-3, Shift = 1, ClipNorm = 1 },
        _ => throw new UsageException($"There is no recipe '{recipe}'; expected {string.Join(", ", Recipes[..^1])} or {Recipes[^1]}."),
    };

    /// <summary>The recipe made for a model: fashion-mnist unless the model has one of its own.</summary>
    public static string RecipeFor(string? model) => model switch
    {
        "efficientnet_28" => "fashion-mnist-efficientnet",
        "swin_28" => "fashion-mnist-swin",
        _ => "fashion-mnist",
    };

    public string ToJson() => JsonSerializer.Serialize(this, TrainSettingsJson.Default.TrainSettings);

    public static TrainSettings FromJson(string json) => JsonSerializer.Deserialize(json, TrainSettingsJson.Default.TrainSettings)!;
}

/// <summary>JSON of settings, made at compile time.</summary>
[JsonSerializable(typeof(TrainSettings))]
internal sealed partial class TrainSettingsJson : JsonSerializerContext;
