namespace Nabla.Training;

/// <summary>Where training stands, with sums over the epoch so far. Part of a checkpoint.</summary>
[Export("training.TrainingProgress")]
public sealed record TrainingProgress
{
    /// <summary>Current epoch, from 0.</summary>
    public int Epoch { get; init; }

    /// <summary>Next batch of the epoch.</summary>
    public int Batch { get; init; }

    /// <summary>Optimiser steps taken.</summary>
    public long Step { get; init; }

    /// <summary>Sum over the samples of the epoch of their loss.</summary>
    public double LossSum { get; init; }

    /// <summary>Samples of the epoch classified rightly.</summary>
    public long Correct { get; init; }

    /// <summary>Samples of the epoch seen.</summary>
    public long Samples { get; init; }

    /// <summary>Best evaluation accuracy so far.</summary>
    public double BestAccuracy { get; init; } = double.NegativeInfinity;

    /// <summary>Evaluations since the best one.</summary>
    public int EvaluationsSinceBest { get; init; }

    /// <summary>Seconds of training behind this state.</summary>
    public double Seconds { get; init; }
}
