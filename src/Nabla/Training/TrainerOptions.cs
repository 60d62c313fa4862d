namespace Nabla.Training;

/// <summary>How a <see cref="Trainer"/> goes about it.</summary>
[Export("training.TrainerOptions")]
public sealed record TrainerOptions
{
    /// <summary>Passes over the data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Largest norm of all gradients together; null leaves them as they are.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Decay of the moving average of the weights that is evaluated; null for none.</summary>
    public double? EmaDecay { get; init; }

    /// <summary>Epochs without a better evaluation after which training stops; null never stops early.</summary>
    public int? Patience { get; init; }

    /// <summary>Evaluate after every so many epochs; the last epoch always is.</summary>
    public int EvaluateEvery { get; init; } = 1;

    /// <summary>File that receives the complete state after every epoch and when cancelled; null for none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Write the checkpoint also after every so many steps, so that a long epoch is not lost; null only between epochs.</summary>
    public int? CheckpointEvery { get; init; }
}
