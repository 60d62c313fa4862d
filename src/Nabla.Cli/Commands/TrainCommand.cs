using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Nabla.Cli.Training;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla train</c>: trains a classifier, with live progress, a checkpoint after every epoch, and a report.</summary>
internal static class TrainCommand
{
    private const string Runs = "runs";

    public static Command Create()
    {
        Argument<string?> recipe = new("recipe")
        {
            Description = "fashion-mnist (the default), fashion-mnist-efficientnet and fashion-mnist-swin (the defaults of --model efficientnet_28 and swin_28), digits, or the papers' recipes for --data FOLDER: efficientnet, swin.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> data = new("--data") { Description = "Folder with IDX files (.gz), or with train/ and test/ holding one folder per class. The embedded data when omitted." };
        Option<string?> model = new("--model") { Description = "Registered model." };
        Option<string[]> set = ModelArguments.Set();
        Option<int?> epochs = GlobalOptions.Number<int?>("--epochs", "Passes over the data.", value => value is null or >= 0, "0 or more");
        Option<int?> batch = GlobalOptions.Number<int?>("--batch-size", "Pictures per step.", value => value is null or >= 1, "1 or more");
        Option<double?> rate = GlobalOptions.Number<double?>("--lr", "Learning rate (the highest of the schedule).", value => value is null or > 0 and < double.PositiveInfinity, "a positive number");
        Option<double?> decay = GlobalOptions.Number<double?>("--weight-decay", "Weight decay of matrices and kernels.", value => value is null or >= 0 and < double.PositiveInfinity, "0 or more");
        Option<string?> optimizer = Choice("--optimizer", "Optimiser; muon leaves embeddings, tables and the last layer to AdamW, muon-all does not.", "adamw", "adam", "muon", "muon-all", "sgd", "rmsprop", "rmsprop-tf");
        Option<string?> schedule = Choice("--schedule", "Learning-rate schedule.", "onecycle", "cosine", "step", "warmup-cosine", "warmup-exponential", "none");
        Option<double?> smoothing = GlobalOptions.Number<double?>("--label-smoothing", "Share of each label spread over all classes.", value => value is null or >= 0 and < 1, "in 0..1");
        Option<double?> ema = GlobalOptions.Number<double?>("--ema", "Decay of the averaged weights; 0 for none.", value => value is null or >= 0 and < 1, "in 0..1");
        Option<double?> clip = GlobalOptions.Number<double?>("--clip", "Largest norm of the gradients.", value => value is null or > 0, "a positive number");
        Option<int?> shift = GlobalOptions.Number<int?>("--shift", "Largest random shift in pixels.", value => value is null or >= 0, "0 or more");
        Option<double?> mirror = GlobalOptions.Number<double?>("--mirror", "Probability of a mirror image.", value => value is null or >= 0 and <= 1, "in 0..1");
        Option<double?> erase = GlobalOptions.Number<double?>("--erase", "Probability of a blotted-out patch.", value => value is null or >= 0 and <= 1, "in 0..1");
        Option<double?> mixUp = GlobalOptions.Number<double?>("--mixup", "Alpha of mixup, which trains on weighted means of pictures; 0 for none.", value => value is null or >= 0 and < double.PositiveInfinity, "0 or more");
        Option<double?> cutMix = GlobalOptions.Number<double?>("--cutmix", "Alpha of CutMix, which pastes a rectangle of one picture into another; 0 for none. With both, each batch takes one of them.", value => value is null or >= 0 and < double.PositiveInfinity, "0 or more");
        Option<PictureSize?> imageSize = PictureSize.Option("--image-size", "Pictures are resized in proportion until they cover squares of so many pixels, or HEIGHT,WIDTH; the middle is taken.");
        Option<string?> augment = new("--augment") { Description = $"Random changes, with commas between: {Augmentations.Known}." };
        Option<double?> warm = GlobalOptions.Number<double?>("--warmup", "Epochs of the warm-up, for the schedules that have one.", value => value is null or >= 0 and < 1e6, "0 or more");
        Option<int?> patience = GlobalOptions.Number<int?>("--patience", "Stop after so many evaluations without a better one.", value => value is null or >= 1, "1 or more");
        Option<int?> every = GlobalOptions.Number<int?>("--eval-every", "Evaluate after every so many epochs.", value => value is null or >= 1, "1 or more");
        Option<int?> save = GlobalOptions.Number<int?>("--save-every", "Write the checkpoint after every so many steps too, not only after every epoch.", value => value is null or >= 1, "1 or more");
        Option<string?> output = new("--out") { Description = "Folder for checkpoint, metrics and report; a new one under runs/ when omitted." };
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint in --out (or in the newest folder of the recipe), with its settings." };
        Option<bool> json = new("--json") { Description = "Print one JSON object a line." };
        Command command = new("train", "Trains a classifier of pictures.")
        {
            recipe, data, model, set, epochs, batch, rate, decay, optimizer, schedule, smoothing, ema, clip, shift, mirror, erase, mixUp, cutMix, imageSize, augment, warm, patience, every, save, output, resume, json,
        };
        command.Subcommands.Add(CharLmCommand.Create());
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(recipe) ?? TrainSettings.RecipeFor(parsed.GetValue(model));
            TrainSettings preset = TrainSettings.Of(name, parsed.GetValue(data) is not null);
            if (parsed.GetValue(resume))
            {
                Option[] fixedByCheckpoint = [data, model, set, epochs, batch, rate, decay, optimizer, schedule, smoothing, ema, clip, shift, mirror, erase, mixUp, cutMix, imageSize, augment, warm, patience, every, save];
                string? given = fixedByCheckpoint.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
                if (given is not null) throw new UsageException($"--resume goes on with the settings in the checkpoint; {given} cannot be given with it.");
                string folder = parsed.GetValue(output) ?? Newest(name);
                string path = Path.Combine(folder, RunFolder.CheckpointName);
                if (!File.Exists(path)) throw new FileNotFoundException($"There is no checkpoint to resume: '{path}' does not exist.", path);
                TrainSettings stored = RunFolder.Settings(path);
                Run(stored, folder, resumeFrom: path, parsed.GetValue(json));
                return;
            }
            TrainSettings settings = preset with
            {
                Data = parsed.GetValue(data) is { } at ? Path.GetFullPath(at) : null,
                Model = parsed.GetValue(model) ?? preset.Model,
                Set = parsed.GetValue(set) is { Length: > 0 } pairs ? pairs : parsed.GetValue(model) is not { } chosen || chosen == preset.Model ? preset.Set : [],
                Epochs = parsed.GetValue(epochs) ?? preset.Epochs,
                BatchSize = parsed.GetValue(batch) ?? preset.BatchSize,
                LearningRate = parsed.GetValue(rate) ?? preset.LearningRate,
                WeightDecay = parsed.GetValue(decay) ?? preset.WeightDecay,
                Optimizer = parsed.GetValue(optimizer) ?? preset.Optimizer,
                Schedule = parsed.GetValue(schedule) ?? preset.Schedule,
                LabelSmoothing = parsed.GetValue(smoothing) ?? preset.LabelSmoothing,
                EmaDecay = parsed.GetValue(ema) ?? preset.EmaDecay,
                ClipNorm = parsed.GetValue(clip) ?? preset.ClipNorm,
                Shift = parsed.GetValue(shift) ?? preset.Shift,
                Mirror = parsed.GetValue(mirror) ?? preset.Mirror,
                Erase = parsed.GetValue(erase) ?? preset.Erase,
                MixUp = parsed.GetValue(mixUp) ?? preset.MixUp,
                CutMix = parsed.GetValue(cutMix) ?? preset.CutMix,
                ImageSize = parsed.GetValue(imageSize)?.Height ?? preset.ImageSize,
                ImageWidth = parsed.GetValue(imageSize)?.Width ?? preset.ImageWidth,
                Augment = parsed.GetValue(augment) ?? preset.Augment,
                WarmUpEpochs = parsed.GetValue(warm) ?? preset.WarmUpEpochs,
                Patience = parsed.GetValue(patience),
                EvaluateEvery = parsed.GetValue(every) ?? preset.EvaluateEvery,
                SaveEvery = parsed.GetValue(save),
                Seed = parsed.GetValue(GlobalOptions.Seed),
            };
            string target = parsed.GetValue(output) ?? Fresh(name);
            if (File.Exists(Path.Combine(target, RunFolder.CheckpointName)))
                throw new UsageException($"The folder '{target}' already holds a checkpoint; pass --resume to go on with it, or another --out.");
            Run(settings, target, resumeFrom: null, parsed.GetValue(json));
        });
        return command;
    }

    private static void Run(TrainSettings settings, string folder, string? resumeFrom, bool json)
    {
        using RunClaim claim = new(folder);
        TrainingRun run = TrainingRun.Build(settings, Path.Combine(folder, RunFolder.CheckpointName));
        if (resumeFrom is not null) run.Trainer.Resume(resumeFrom);
        using CancellationTokenSource cancel = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop), terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Stopwatch watch = Stopwatch.StartNew();
        double before = run.Trainer.Progress.Seconds;
        EvaluationResult result;
        using (RunLog log = new(folder, run.Trainer.Progress))
        {
            run.Trainer.With(log);
            try
            {
                result = json ? Fit(run.Trainer.With(new JsonProgress())) : LiveProgress.Show(run, folder, () => Fit(run.Trainer));
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException($"Stopped after step {run.Trainer.Progress.Step}; the checkpoint is in '{folder}'. Go on with: nabla train {settings.Recipe} --resume --out {folder}");
            }
        }
        double seconds = before + watch.Elapsed.TotalSeconds;
        RunReport.Save(Path.Combine(folder, "report.html"), run, result, folder, seconds);
        if (json)
        {
            JsonOutput.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("test_accuracy", result.Accuracy);
                writer.WriteNumber("seconds", Math.Round(seconds, 3));
                writer.WriteNumber("peak_bytes", BufferPool.PeakBytes);
                writer.WriteEndObject();
            });
            return;
        }
        Console.WriteLine($"report: {Path.Combine(folder, "report.html")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {result.Accuracy:F4}"));

        EvaluationResult Fit(Trainer trainer) => trainer.Fit(run.Train, run.Test, cancel.Token)!;

        void Stop(PosixSignalContext context)
        {
            // The first signal ends the step and saves; a second one ends the process the usual way.
            context.Cancel = !cancel.IsCancellationRequested;
            cancel.Cancel();
        }
    }

    private static string Fresh(string recipe)
    {
        string first = Path.Combine(Runs, recipe);
        for (int i = 2; ; i++)
        {
            if (!Directory.Exists(first)) return first;
            first = Path.Combine(Runs, string.Create(CultureInfo.InvariantCulture, $"{recipe}-{i}"));
        }
    }

    private static string Newest(string recipe)
    {
        string[] found = Directory.Exists(Runs)
            ? [.. Directory.EnumerateDirectories(Runs, recipe + "*").Where(folder => File.Exists(Path.Combine(folder, RunFolder.CheckpointName)))
                .OrderByDescending(folder => File.GetLastWriteTimeUtc(Path.Combine(folder, RunFolder.CheckpointName)))]
            : [];
        return found.Length > 0 ? found[0] : throw new FileNotFoundException($"There is no training of '{recipe}' under '{Runs}' to resume; name its folder with --out.");
    }

    private static Option<string?> Choice(string name, string description, params string[] values)
    {
        Option<string?> option = new(name) { Description = $"{description} One of {string.Join(", ", values)}." };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
