namespace Nabla.Training;

/// <summary>How a classifier did on some data.</summary>
[Export("training.EvaluationResult")]
public sealed record EvaluationResult
{
    /// <summary>Mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>Right answers by class: entry [t][p] counts samples of class t taken for p.</summary>
    public required IReadOnlyList<IReadOnlyList<long>> Confusion { get; init; }

    /// <summary>Predicted class of each sample, in order.</summary>
    public required IReadOnlyList<int> Predictions { get; init; }

    /// <summary>Probability given to the predicted class, in order.</summary>
    public required IReadOnlyList<float> Probabilities { get; init; }

    /// <summary>True class of each sample, in order.</summary>
    public required IReadOnlyList<int> Targets { get; init; }

    /// <summary>Number of samples.</summary>
    public int Samples => Predictions.Count;

    /// <summary>Share of samples classified rightly.</summary>
    public double Accuracy
    {
        get
        {
            long right = 0;
            for (int i = 0; i < Confusion.Count; i++) right += Confusion[i][i];
            return Samples == 0 ? double.NaN : (double)right / Samples;
        }
    }
}
