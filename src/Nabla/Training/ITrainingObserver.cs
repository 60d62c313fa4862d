namespace Nabla.Training;

/// <summary>Sees training go by: progress bars, logs, charts. Called on the training thread.</summary>
[Export("training.ITrainingObserver")]
public interface ITrainingObserver
{
    /// <summary>Training begins, or goes on from a checkpoint.</summary>
    /// <param name="progress">Where it begins.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="batches">Batches per epoch.</param>
    void Started(TrainingProgress progress, int epochs, int batches)
    {
    }

    /// <summary>A step is done.</summary>
    void Stepped(TrainingStep step)
    {
    }

    /// <summary>An epoch is done and, if it was its turn, evaluated.</summary>
    void EpochEnded(EpochResult epoch)
    {
    }

    /// <summary>A checkpoint was written.</summary>
    void Saved(string path)
    {
    }
}

/// <summary>One optimiser step.</summary>
/// <param name="Epoch">Epoch, from 0.</param>
/// <param name="Batch">Batch of the epoch, from 0.</param>
/// <param name="Step">Steps taken, this one included.</param>
/// <param name="Samples">Samples in the batch.</param>
/// <param name="Loss">Mean loss of the batch.</param>
/// <param name="Accuracy">Share of the batch classified rightly.</param>
/// <param name="LearningRate">Learning rate of the first group during the step.</param>
/// <param name="GradientNorm">Norm of all gradients before clipping; null when not clipped.</param>
[Export("training.TrainingStep")]
public sealed record TrainingStep(int Epoch, int Batch, long Step, long Samples, double Loss, double Accuracy, double LearningRate, double? GradientNorm);

/// <summary>One epoch.</summary>
/// <param name="Epoch">Epoch, from 0.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Accuracy">Training accuracy, as the weights changed.</param>
/// <param name="Evaluation">Result on the evaluation data; null when it was not this epoch's turn.</param>
/// <param name="Seconds">Seconds since training began, all runs together.</param>
[Export("training.EpochResult")]
public sealed record EpochResult(int Epoch, long Step, double Loss, double Accuracy, EvaluationResult? Evaluation, double Seconds);
