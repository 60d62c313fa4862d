namespace Nabla.Training;

/// <summary>Runs a classifier over data without training it.</summary>
public static class Evaluator
{
    /// <summary>Evaluates a model; it is put into evaluation mode meanwhile.</summary>
    /// <param name="model">Maps inputs to scores [B, C].</param>
    /// <param name="data">Batches with class numbers as targets.</param>
    /// <param name="loss">Mean loss of scores and targets; cross-entropy when null.</param>
    /// <param name="cancellation">Stops between batches.</param>
    [Export("training.Evaluator.run")]
    public static EvaluationResult Run(Module model, IBatchSource<Batch> data, Func<Tensor, Tensor, Tensor>? loss = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        loss ??= (scores, targets) => Functional.CrossEntropy(scores, targets);
        bool training = model.IsTraining;
        model.Eval();
        try
        {
            return Collect(model, data, loss, cancellation);
        }
        finally
        {
            model.Train(training);
        }
    }

    private static EvaluationResult Collect(Module model, IBatchSource<Batch> data, Func<Tensor, Tensor, Tensor> loss, CancellationToken cancellation)
    {
        using GradMode.Restore mode = GradMode.Inference();
        List<int> predictions = [], targets = [];
        List<float> probabilities = [];
        long[][] confusion = [];
        double lossSum = 0;
        foreach (Batch batch in data.Epoch(0, 0, cancellation))
        {
            using TensorScope scope = TensorScope.Open();
            using Batch current = batch;
            Tensor scores = model.Call(current.Inputs);
            lossSum += loss(scores, current.Targets).Item() * current.Count;
            Tensor best = scores.Argmax(1);
            long[] guessed = best.ToArray<long>(), given = current.Targets.ToArray<long>();
            float[] shares = scores.ToFloat32().Softmax(1).Amax(1).ToArray<float>();
            if (confusion.Length == 0) confusion = [.. Enumerable.Range(0, (int)scores.Shape[1]).Select(_ => new long[scores.Shape[1]])];
            for (int i = 0; i < guessed.Length; i++)
            {
                confusion[given[i]][guessed[i]]++;
                predictions.Add((int)guessed[i]);
                targets.Add((int)given[i]);
                probabilities.Add(shares[i]);
            }
        }
        return new()
        {
            Loss = predictions.Count == 0 ? double.NaN : lossSum / predictions.Count,
            Confusion = confusion,
            Predictions = predictions,
            Probabilities = probabilities,
            Targets = targets,
        };
    }
}
