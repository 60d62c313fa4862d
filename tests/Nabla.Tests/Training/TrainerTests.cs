using Nabla.Tests.Support;
using Nabla.Training;

namespace Nabla.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void A_cancelled_and_resumed_training_ends_with_the_same_bits()
    {
        using TemporaryFolder folder = new();
        Trainer whole = Build(Path.Combine(folder.Path, "whole.safetensors"));
        whole.Fit(Data(), Data());

        string path = Path.Combine(folder.Path, "parts.safetensors");
        int[] stops = [3, 17, 18];
        foreach (int stop in stops)
        {
            using CancellationTokenSource cancel = new();
            Trainer part = Build(path);
            if (File.Exists(path)) part.Resume(path);
            part.With(new StopAt(stop, cancel));
            Assert.Throws<OperationCanceledException>(() => part.Fit(Data(), Data(), cancel.Token));
            Assert.Equal(stop, part.Progress.Step);
        }
        Trainer last = Build(path);
        last.Resume(path);
        last.Fit(Data(), Data());

        Assert.Equal(whole.Progress.Step, last.Progress.Step);
        foreach ((string key, Tensor value) in whole.Model.StateDict())
            Assert.Equal(value.AsBytes().ToArray(), last.Model.StateDict()[key].AsBytes().ToArray());
        foreach ((string key, Tensor value) in whole.Average!.SaveState())
            Assert.Equal(value.AsBytes().ToArray(), last.Average!.SaveState()[key].AsBytes().ToArray());
    }

    [Fact]
    public void Training_lowers_the_loss()
    {
        List<double> losses = [];
        Trainer trainer = Build(null);
        trainer.With(new Losses(losses));
        EvaluationResult result = trainer.Fit(Data(), Data())!;
        Assert.True(losses[^1] < losses[0] / 2, $"from {losses[0]} to {losses[^1]}");
        Assert.True(result.Accuracy > 0.9, $"accuracy {result.Accuracy}");
    }

    [Fact]
    public void Patience_stops_early()
    {
        Trainer trainer = Build(null, epochs: 50, patience: 2, rate: 1e-12);
        trainer.Fit(Data(), Data());
        Assert.True(trainer.Progress.Epoch < 50);
    }

    [Fact]
    public void A_loss_that_is_not_a_number_stops_with_advice()
    {
        Trainer trainer = Build(null, loss: (scores, _) => scores.Sum() * double.NaN);
        ArithmeticException error = Assert.Throws<ArithmeticException>(() => trainer.Fit(Data()));
        Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "other.safetensors");
        Nabla.Formats.Safetensors.SafetensorsFile.Save(path, new StateDict { { "a", Tensor.Ones([2]) } });
        Assert.Throws<Nabla.Formats.NablaFormatException>(() => Build(null).Resume(path));
    }

    private static Trainer Build(string? path, int epochs = 5, int? patience = null, double rate = 0.02, Func<Tensor, Tensor, Tensor>? loss = null)
    {
        Weights w = Weights.Random(5);
        Sequential model = new(w, c => new Linear(c, 4, 16), c => new ReLU(c), c => new BatchNorm1d(c, 16), c => new Dropout(c, 0.2), c => new Linear(c, 16, 3));
        AdamW optimizer = new(model.Parameters(), new AdamWOptions(LearningRate: rate));
        TrainerOptions options = new() { Epochs = epochs, CheckpointPath = path, EmaDecay = 0.8, ClipNorm = 5, Patience = patience };
        return new(model, optimizer, options, new OneCycleLR(optimizer, rate, 200), loss);
    }

    /// <summary>Three well separated clouds of points, shuffled by epoch, with noise drawn in the collation.</summary>
    private static DataLoader<int, Batch> Data()
    {
        const int Count = 60;
        return new(new ListDataset<int>([.. Enumerable.Range(0, Count)]), 6, Collate, new RandomSampler(Count, 9), seed: 4);

        static Batch Collate(IReadOnlyList<int> samples, Generator generator)
        {
            float[] noise = new float[samples.Count * 4];
            generator.Uniform(noise);
            for (int i = 0; i < samples.Count; i++) noise[(i * 4) + (samples[i] % 3)] += 2;
            return new(Tensor.Of(noise, [samples.Count, 4]), Tensor.Of([.. samples.Select(sample => (long)sample % 3)], [samples.Count]));
        }
    }

    private sealed class StopAt(int step, CancellationTokenSource cancel) : ITrainingObserver
    {
        public void Stepped(TrainingStep done)
        {
            if (done.Step == step) cancel.Cancel();
        }
    }

    private sealed class Losses(List<double> losses) : ITrainingObserver
    {
        public void EpochEnded(EpochResult epoch) => losses.Add(epoch.Loss);
    }
}
