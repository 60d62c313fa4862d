namespace Nabla.Vision.Tests.Datasets;

/// <summary>SPP-net's training with pictures of several sizes.</summary>
public sealed class AlternatingBatchesTests
{
    [Fact]
    public void Pictures_of_two_sizes_teach_in_turn()
    {
        SppNet network = new(Weights.Random(1), classes: 2, channels: 1, hidden: 16, dropout: 0);
        AlternatingBatches batches = new(Source(48), Source(64));
        AdamW optimizer = new(network.Parameters(), new() { LearningRate = 1e-3 });
        List<long> sides = [];
        double first = 0, last = 0;
        for (int epoch = 0; epoch < 12; epoch++)
        {
            foreach (Batch batch in batches.Epoch(epoch))
            {
                using TensorScope scope = new();
                sides.Add(batch.Inputs.Shape[2]);
                optimizer.ZeroGrad();
                Tensor loss = Functional.CrossEntropy(network.Call(batch.Inputs), batch.Targets);
                last = loss.Item();
                if (epoch == 0) first = last;
                loss.Backward();
                optimizer.Step();
            }
        }
        Assert.Equal([48L, 64, 48, 64], sides.Take(4));
        Assert.True(last < 0.5 * first, $"the loss went from {first:g3} to {last:g3}");
    }

    [Fact]
    public void Sources_of_other_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AlternatingBatches());
        Assert.Throws<ArgumentException>(() => new AlternatingBatches(Source(8), null!));
        Assert.Contains("2 of 4", Assert.Throws<ArgumentException>(() => new AlternatingBatches(Source(8), Source(8, batch: 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlternatingBatches(Source(8)).Epoch(-1));
    }

    private static ImageBatches Source(int side, int batch = 4)
    {
        byte[] pixels = new byte[4 * side * side];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / (side * side) % 2 == 0 ? i % side * 255 / side : i / side % side * 255 / side);
        return new(new LabelledImages(pixels, [0, 1, 0, 1], 1, side, side, ["across", "down"]), batch, ([0.5], [0.5]));
    }
}
