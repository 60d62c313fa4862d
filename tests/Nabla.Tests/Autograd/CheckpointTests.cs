namespace Nabla.Tests;

/// <summary>Checkpointing: same bits, fewer values kept.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public void Loss_and_gradients_have_the_same_bits_with_dropout()
    {
        Assert.Equal(Train(0), Train(3));
    }

    [Fact]
    public void Fewer_values_are_kept_about_two_roots_of_the_depth()
    {
        int Kept(int segments)
        {
            Weights w = Weights.Random(1);
            Module[] layers = [.. Enumerable.Range(0, 25).Select(i => new Tanh(w[i]))];
            Tensor x = Tensor.Ones([64]).WithGrad();
            int kept = 0;
            using SavedTensorHooks hooks = new(value => { kept++; return value; }, stored => (Tensor)stored);
            Autograd.CheckpointSequential(layers, segments, x);
            return kept;
        }
        Assert.Equal(25, Kept(1));
        Assert.Equal(4 + 5, Kept(5));
    }

    [Fact]
    public void Every_layer_runs_at_most_twice()
    {
        Weights w = Weights.Random(1);
        Module[] layers = [.. Enumerable.Range(0, 9).Select(i => new Tanh(w[i]))];
        Tensor x = Tensor.Ones([4]).WithGrad();
        int[] runs = new int[9];
        for (int i = 0; i < 9; i++)
        {
            int layer = i;
            layers[i].RegisterForwardPreHook((_, _) => { runs[layer]++; return null; });
        }
        Autograd.CheckpointSequential(layers, 3, x).Sum().Backward();
        Assert.Equal([2, 2, 2, 2, 2, 2, 1, 1, 1], runs);
    }

    [Fact]
    public void Gradients_of_gradients_nesting_and_parameters_outside_the_inputs_work()
    {
        Tensor x = Tensor.Of(0.4, 0.8).WithGrad(), w = Tensor.Of(1.5, -0.5).WithGrad();
        Tensor Inner(Tensor a) => Autograd.Checkpoint(b => (b * w).Sin() * b, a);
        Tensor Plain(Tensor a) => ((a * w).Sin() * a).Exp();
        Tensor y = Autograd.Checkpoint(a => Inner(a).Exp(), x).Sum(), z = Plain(x).Sum();
        Tensor?[] first = Autograd.Grad(y, [x, w], createGraph: true), expected = Autograd.Grad(z, [x, w], createGraph: true);
        for (int i = 0; i < 2; i++) Assert.Equal(expected[i]!.ToArray<double>(), first[i]!.ToArray<double>());
        Tensor?[] second = Autograd.Grad(first[0]!.Sum(), [x, w]), other = Autograd.Grad(expected[0]!.Sum(), [x, w]);
        for (int i = 0; i < 2; i++) Assert.Equal(other[i]!.ToArray<double>(), second[i]!.ToArray<double>());
    }

    [Fact]
    public void A_function_that_changes_between_its_runs_is_an_error()
    {
        Tensor x = Tensor.Of(0.4, 0.8).WithGrad();
        int run = 0;
        Tensor y = Autograd.Checkpoint(a => run++ == 0 ? a.Sin().Exp() : a.Sin(), x).Sum();
        Assert.Contains("do the same", Assert.Throws<InvalidOperationException>(() => y.Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Illegal_segments_are_refused()
    {
        Weights w = Weights.Random(1);
        Module[] layers = [new Tanh(w[0]), new Tanh(w[1])];
        Assert.Throws<ArgumentOutOfRangeException>(() => Autograd.CheckpointSequential(layers, 3, Tensor.Ones([2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Autograd.CheckpointSequential(layers, 0, Tensor.Ones([2])));
        Assert.Throws<ArgumentException>(() => Autograd.CheckpointSequential([], 1, Tensor.Ones([2])));
    }

    private static List<float[]> Train(int segments)
    {
        Weights w = Weights.Random(7);
        Module[] layers = [new Linear(w[0], 6, 8), new Dropout(w[1], 0.5), new Tanh(w[2]), new Linear(w[3], 8, 8), new Dropout(w[4], 0.3), new Linear(w[5], 8, 1)];
        Tensor x = Tensor.Randn([5, 6], generator: new Philox(2)).WithGrad();
        Tensor y = x;
        if (segments == 0) foreach (Module layer in layers) y = layer.Call(y);
        else y = Autograd.CheckpointSequential(layers, segments, x);
        Tensor loss = y.Square().Mean();
        loss.Backward();
        return [loss.ToArray<float>(), x.Grad!.ToArray<float>(), .. layers.SelectMany(layer => layer.Parameters()).Select(parameter => parameter.Grad!.ToArray<float>())];
    }
}
