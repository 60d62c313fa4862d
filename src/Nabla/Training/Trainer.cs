using System.Diagnostics;
using Nabla.Formats;

namespace Nabla.Training;

/// <summary>A training loop one can read: batches in, steps out, with evaluation, checkpoints and exact resume.</summary>
/// <remarks>
/// All that decides the outcome (weights, optimiser, schedule, moving average, generators, position) is in the checkpoint, so a
/// cancelled and resumed training ends with the same bits as an uninterrupted one.
/// </remarks>
[Export("training.Trainer")]
public sealed class Trainer
{
    private readonly Func<Tensor, Tensor, Tensor> _loss;
    private readonly List<ITrainingObserver> _observers = [];

    /// <summary>Puts the parts together.</summary>
    /// <param name="model">Maps inputs to scores [B, C].</param>
    /// <param name="optimizer">Moves the model's parameters.</param>
    /// <param name="options">How to go about it.</param>
    /// <param name="schedule">Sets learning rates; stepped after every optimiser step.</param>
    /// <param name="loss">Mean loss of scores and targets; cross-entropy when null.</param>
    public Trainer(Module model, Optimizer optimizer, TrainerOptions? options = null, Schedule? schedule = null, Func<Tensor, Tensor, Tensor>? loss = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        (Model, Optimizer, Schedule) = (model, optimizer, schedule);
        Options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.Epochs, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.EvaluateEvery, 1, nameof(options));
        if (Options.CheckpointEvery is { } every) ArgumentOutOfRangeException.ThrowIfLessThan(every, 1, nameof(options));
        _loss = loss ?? ((scores, targets) => Functional.CrossEntropy(scores, targets));
        if (Options.EmaDecay is { } decay) Average = new(model, decay, buffers: true);
    }

    /// <summary>The model trained.</summary>
    public Module Model { get; }

    /// <summary>The optimiser.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The schedule; null keeps the learning rate.</summary>
    public Schedule? Schedule { get; }

    /// <summary>The moving average that is evaluated; null when the weights themselves are.</summary>
    public ExponentialMovingAverage? Average { get; }

    /// <summary>How it is done.</summary>
    public TrainerOptions Options { get; }

    /// <summary>Where training stands.</summary>
    public TrainingProgress Progress { get; private set; } = new();

    /// <summary>Facts of the owner's that travel with the checkpoint, such as the model's name.</summary>
    public IDictionary<string, string> Notes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds an observer.</summary>
    /// <returns>The trainer itself.</returns>
    public Trainer With(ITrainingObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        _observers.Add(observer);
        return this;
    }

    /// <summary>Goes back to a checkpoint, exactly.</summary>
    /// <exception cref="NablaFormatException">The file is damaged or is no checkpoint.</exception>
    /// <exception cref="StateDictException">It belongs to another model.</exception>
    public void Resume(string path) => Progress = TrainingCheckpoint.Load(path, this);

    /// <summary>Trains until the last epoch, an early stop, or cancellation.</summary>
    /// <param name="data">Training batches.</param>
    /// <param name="evaluation">Evaluation batches; null skips evaluation.</param>
    /// <param name="cancellation">Stops after the current step; the checkpoint is written first.</param>
    /// <returns>The last evaluation; null when there was none.</returns>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    public EvaluationResult? Fit(IBatchSource<Batch> data, IBatchSource<Batch>? evaluation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Stopwatch watch = Stopwatch.StartNew();
        double before = Progress.Seconds;
        foreach (ITrainingObserver observer in _observers) observer.Started(Progress, Options.Epochs, data.Count);
        EvaluationResult? last = null;
        Model.Train();
        try
        {
            while (Progress.Epoch < Options.Epochs)
            {
                RunEpoch(data, watch, before, cancellation);
                last = EndEpoch(evaluation, before + watch.Elapsed.TotalSeconds, cancellation) ?? last;
                Save();
                if (Options.Patience is { } patience && Progress.EvaluationsSinceBest >= patience) break;
            }
        }
        catch (OperationCanceledException)
        {
            Progress = Progress with { Seconds = before + watch.Elapsed.TotalSeconds };
            Save();
            throw;
        }
        return last ?? (evaluation is null ? null : Evaluate(evaluation, cancellation));
    }

    /// <summary>Evaluates the moving average, or the weights when there is none.</summary>
    public EvaluationResult Evaluate(IBatchSource<Batch> data, CancellationToken cancellation = default)
    {
        using IDisposable? swapped = Average?.Swap();
        return Evaluator.Run(Model, data, null, cancellation);
    }

    private void RunEpoch(IBatchSource<Batch> data, Stopwatch watch, double before, CancellationToken cancellation)
    {
        if (Progress.Batch >= data.Count) return;
        foreach (Batch batch in data.Epoch(Progress.Epoch, Progress.Batch, cancellation))
        {
            using (batch) Step(batch);
            cancellation.ThrowIfCancellationRequested();
            if (Options.CheckpointEvery is not { } every || Progress.Step % every != 0 || Progress.Batch >= data.Count) continue;
            Progress = Progress with { Seconds = before + watch.Elapsed.TotalSeconds };
            Save();
        }
    }

    private void Step(Batch batch)
    {
        using TensorScope scope = TensorScope.Open();
        Tensor scores = Model.Call(batch.Inputs);
        Tensor loss = _loss(scores, batch.Targets);
        loss.Backward();
        double? norm = Options.ClipNorm is { } most ? GradientClipping.ByNorm(Model.Parameters(), most) : null;
        double rate = Optimizer.Groups[0].LearningRate;
        Optimizer.Step();
        Optimizer.ZeroGrad();
        Schedule?.Step();
        Average?.Update();

        double value = loss.Item();
        if (!double.IsFinite(value))
            throw new ArithmeticException($"The loss became {value} at step {Progress.Step + 1}; a smaller learning rate, gradient clipping or AnomalyMode.Detect() may help.");
        long correct = CountCorrect(scores.Detach(), batch.Targets);
        Progress = Progress with
        {
            Batch = Progress.Batch + 1,
            Step = Progress.Step + 1,
            LossSum = Progress.LossSum + (value * batch.Count),
            Correct = Progress.Correct + correct,
            Samples = Progress.Samples + batch.Count,
        };
        TrainingStep step = new(Progress.Epoch, Progress.Batch - 1, Progress.Step, batch.Count, value, (double)correct / batch.Count, rate, norm);
        foreach (ITrainingObserver observer in _observers) observer.Stepped(step);
    }

    private EvaluationResult? EndEpoch(IBatchSource<Batch>? evaluation, double seconds, CancellationToken cancellation)
    {
        TrainingProgress done = Progress;
        bool turn = (done.Epoch + 1) % Options.EvaluateEvery == 0 || done.Epoch + 1 >= Options.Epochs;
        EvaluationResult? result = evaluation is not null && turn ? Evaluate(evaluation, cancellation) : null;
        bool better = result is not null && result.Accuracy > done.BestAccuracy;
        Progress = new()
        {
            Epoch = done.Epoch + 1,
            Step = done.Step,
            BestAccuracy = better ? result!.Accuracy : done.BestAccuracy,
            EvaluationsSinceBest = result is null || better ? (better ? 0 : done.EvaluationsSinceBest) : done.EvaluationsSinceBest + 1,
            Seconds = seconds,
        };
        EpochResult epoch = new(done.Epoch, done.Step, done.LossSum / Math.Max(1, done.Samples), (double)done.Correct / Math.Max(1, done.Samples), result, seconds);
        foreach (ITrainingObserver observer in _observers) observer.EpochEnded(epoch);
        return result;
    }

    private void Save()
    {
        if (Options.CheckpointPath is not { } path) return;
        TrainingCheckpoint.Save(path, this);
        foreach (ITrainingObserver observer in _observers) observer.Saved(path);
    }

    private static long CountCorrect(Tensor scores, Tensor targets)
    {
        // Shares of classes count for the largest of them.
        if (scores.Rank == 2 && targets.Rank == 2 && targets.DType.IsFloating()) targets = targets.Argmax(1);
        if (scores.Rank != 2 || targets.DType != DType.Int64) return 0;
        long[] guessed = scores.Argmax(1).ToArray<long>(), given = targets.ToArray<long>();
        long correct = 0;
        for (int i = 0; i < given.Length; i++) correct += guessed[i] == given[i] ? 1 : 0;
        return correct;
    }
}
