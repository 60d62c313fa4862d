using Nabla.Vision;

namespace Nabla.Cli.Training;

/// <summary>A trainer and its data, put together from settings.</summary>
internal sealed class TrainingRun
{
    private TrainingRun(TrainSettings settings, TrainingData data, Trainer trainer, IBatchSource<Batch> train, ImageBatches test) =>
        (Settings, Data, Trainer, Train, Test) = (settings, data, trainer, train, test);

    public TrainSettings Settings { get; }

    public TrainingData Data { get; }

    public Trainer Trainer { get; }

    public IBatchSource<Batch> Train { get; }

    public ImageBatches Test { get; }

    /// <summary>Builds model, optimiser, schedule and batches.</summary>
    public static TrainingRun Build(TrainSettings settings, string? checkpoint)
    {
        TrainingData data = TrainingData.Open(settings.Recipe, settings.Data, settings.Pictures);
        (double[] Mean, double[] Deviation) statistics = data.Train.Statistics();
        IBatchSource<Batch> train = new ImageBatches(
            data.Train, settings.BatchSize, statistics, new RandomSampler(data.Train.Count, settings.Seed),
            new ImageAugmentation(settings.Mirror, settings.Shift, settings.Erase), dropLast: data.Train.Count > settings.BatchSize, seed: settings.Seed,
            transform: Augmentations.Parse(settings.Augment, data.Train.Height, data.Train.Width));
        if (settings.MixUp > 0 || settings.CutMix > 0) train = new MixedBatches(train, data.Train.ClassNames.Count, settings.MixUp, settings.CutMix, settings.Seed);
        ImageBatches test = new(data.Test, 250, statistics);
        Module model = CreateModel(settings, data.Train, Weights.Random(settings.Seed));
        Optimizer optimizer = CreateOptimizer(settings, model);
        TrainerOptions options = new()
        {
            Epochs = settings.Epochs,
            ClipNorm = settings.ClipNorm,
            EmaDecay = settings.EmaDecay > 0 ? settings.EmaDecay : null,
            Patience = settings.Patience,
            EvaluateEvery = settings.EvaluateEvery,
            CheckpointPath = checkpoint,
            CheckpointEvery = settings.SaveEvery,
        };
        Trainer trainer = new(
            model, optimizer, options, CreateSchedule(settings, optimizer, train.Count),
            (scores, targets) => Functional.CrossEntropy(scores, targets, labelSmoothing: model.IsTraining ? settings.LabelSmoothing : 0));
        trainer.Notes["settings"] = settings.ToJson();
        trainer.Notes["classes"] = string.Join("\n", data.Train.ClassNames);
        trainer.Notes["input"] = $"{data.Train.Channels},{data.Train.Height},{data.Train.Width}";
        trainer.Notes["mean"] = Numbers(statistics.Mean);
        trainer.Notes["deviation"] = Numbers(statistics.Deviation);
        return new(settings, data, trainer, train, test);
    }

    /// <summary>The model for pictures of this kind.</summary>
    public static Module CreateModel(TrainSettings settings, LabelledImages images, Weights weights) =>
        CreateModel(settings, images.Channels, new(images.Height, images.Width), images.ClassNames.Count, weights);

    /// <summary>The model for pictures of this kind; what the user set wins over what the data suggest.</summary>
    public static Module CreateModel(TrainSettings settings, int channels, PictureSize size, int classes, Weights weights)
    {
        ModelSettings own = Commands.ModelArguments.Settings([.. settings.Set]);
        Offer("num_classes", classes);
        Offer("in_chans", channels);
        if (IsBuiltForOneSize(settings.Model))
        {
            if (size.Height != size.Width) throw new UsageException($"{settings.Model} takes squares; the pictures have {size.Height} x {size.Width}.");
            Offer("image_size", size.Height);
        }
        return ModelRegistry.Create(settings.Model, weights, own);

        void Offer(string key, int value)
        {
            if (!own.Keys.Contains(key)) own.Set(key, value);
        }
    }

    private static bool IsBuiltForOneSize(string model) =>
        model is "mlp" or "lenet" || model.StartsWith("vit_", StringComparison.Ordinal) || model.StartsWith("maxvit_", StringComparison.Ordinal);

    private static Optimizer CreateOptimizer(TrainSettings settings, Module model)
    {
        IReadOnlyList<ParameterGroup> groups = ParameterGroups.WithoutDecay(model, settings.WeightDecay);
        return settings.Optimizer switch
        {
            "adamw" => new AdamW(groups, new AdamWOptions(LearningRate: settings.LearningRate)),
            "muon" => MuonFor(settings, model),
            "muon-all" => new Muon(groups, new MuonOptions(LearningRate: settings.LearningRate, Scale: MuonScale.MatchRmsAdamW)),
            "adam" => new Adam(groups, new AdamOptions(LearningRate: settings.LearningRate)),
            "sgd" => new SGD(groups, new SgdOptions(settings.LearningRate, Momentum: 0.9, Nesterov: true)),
            "rmsprop-tf" => new RMSpropTF(groups, new RMSpropTFOptions(settings.LearningRate, Alpha: 0.9, Epsilon: 1e-3, Momentum: 0.9)),
            "rmsprop" => new RMSprop(groups, new RMSpropOptions(settings.LearningRate, Alpha: 0.9, Epsilon: 1e-3, Momentum: 0.9)),
            _ => throw new UsageException($"There is no optimiser '{settings.Optimizer}'; expected adamw, adam, muon, muon-all, sgd, rmsprop or rmsprop-tf."),
        };
    }

    private static Muon MuonFor(TrainSettings settings, Module model)
    {
        MuonOptions options = new(LearningRate: settings.LearningRate, WeightDecay: settings.WeightDecay, Scale: MuonScale.MatchRmsAdamW);
        return new(ParameterGroups.ForMuon(model, options), options);
    }

    private static Schedule? CreateSchedule(TrainSettings settings, Optimizer optimizer, int batches)
    {
        int steps = Math.Max(1, settings.Epochs * batches);
        int warm = Math.Min(steps - 1, (int)Math.Round(settings.WarmUpEpochs * batches));
        return settings.Schedule switch
        {
            "onecycle" => new OneCycleLR(optimizer, settings.LearningRate, steps, cycleMomentum: false),
            "cosine" => new CosineAnnealingLR(optimizer, steps),
            "step" => new StepLR(optimizer, Math.Max(1, steps / 3)),
            "warmup-cosine" => new WarmUp(optimizer, warm, new CosineAnnealingLR(optimizer, Math.Max(1, steps - warm))),
            "warmup-exponential" => new WarmUp(optimizer, warm, new StepLR(optimizer, Math.Max(1, (int)(2.4 * batches)), 0.97)),
            "none" => null,
            _ => throw new UsageException($"There is no schedule '{settings.Schedule}'; expected onecycle, cosine, step, warmup-cosine, warmup-exponential or none."),
        };
    }

    private static string Numbers(double[] values) => string.Join(",", values.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
}
