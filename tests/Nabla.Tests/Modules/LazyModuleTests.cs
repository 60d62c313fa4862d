namespace Nabla.Tests.Modules;

public sealed class LazyModuleTests
{
    private static Sequential Net(Weights w) => new(
        w, c => new LazyConv2d(c, 4, 3, padding: 1, groups: 2), c => new LazyBatchNorm2d(c), c => new Flatten(c), c => new LazyLinear(c, 2));

    [Fact]
    public void The_first_input_settles_the_extents()
    {
        Sequential net = Net(Weights.Random(1));
        Assert.Empty(net.Parameters());
        Assert.Equal(new Shape(3, 2), net.Call(Tensor.Ones([3, 6, 5, 5])).Shape);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "3.weight", "3.bias"], net.StateDict().Keys);
        Assert.Equal(new Shape(4, 3, 3, 3), net.StateDict()["0.weight"].Shape);
        Assert.Equal(new Shape(2, 100), net.StateDict()["3.weight"].Shape);
        Assert.Throws<ShapeMismatchException>(() => net.Call(Tensor.Ones([3, 8, 5, 5])));
    }

    [Fact]
    public void It_then_equals_the_ordinary_module_of_the_same_seed()
    {
        Tensor x = Tensor.Randn([4, 3], generator: new Philox(3));
        LazyLinear lazy = new(Weights.Random(9), 5);
        Linear plain = new(Weights.Random(9), 3, 5);
        Assert.Equal(plain.Call(x).ToArray<float>(), lazy.Call(x).ToArray<float>());
        Assert.Same(lazy.Inner!.Weight, lazy.Parameters().First());
    }

    [Fact]
    public void Values_to_load_settle_the_extents_too()
    {
        Sequential source = Net(Weights.Random(1));
        Tensor x = Tensor.Randn([2, 6, 5, 5], generator: new Philox(3));
        source.Call(x);
        float[] expected = ((Sequential)source.Eval()).Call(x).ToArray<float>();

        Sequential loaded = Net(Weights.Random(2));
        loaded.Load(source.StateDict());
        loaded.Eval();
        Assert.Equal(expected, loaded.Call(x).ToArray<float>());

        Weights w = Weights.From(source.StateDict());
        Sequential read = Net(w);
        w.Verify();
        read.Eval();
        Assert.Equal(expected, read.Call(x).ToArray<float>());
    }

    [Fact]
    public void Evaluation_mode_reaches_what_it_becomes()
    {
        LazyBatchNorm1d lazy = new(Weights.Random());
        lazy.Eval();
        lazy.Call(Tensor.Ones([4, 3]));
        Assert.False(lazy.Inner!.IsTraining);
        lazy.Inner.Train();
        Assert.Contains(lazy.Inner, new Module[] { lazy.Inner });
        Assert.Equal(0, lazy.Inner.BatchesTracked!.Value.Item());
    }

    [Fact]
    public void Every_rank_builds()
    {
        foreach (int axes in (int[])[1, 2, 3])
        {
            Tensor x = Tensor.Ones(new Shape([2, 4, .. Enumerable.Repeat(5L, axes)]));
            Module[] modules = axes switch
            {
                1 => [new LazyConv1d(Weights.Random(), 3, 2), new LazyConvTranspose1d(Weights.Random(), 3, 2), new LazyBatchNorm1d(Weights.Random()), new LazyInstanceNorm1d(Weights.Random(), affine: true)],
                2 => [new LazyConv2d(Weights.Random(), 3, 2), new LazyConvTranspose2d(Weights.Random(), 3, 2), new LazyBatchNorm2d(Weights.Random()), new LazyInstanceNorm2d(Weights.Random(), affine: true)],
                _ => [new LazyConv3d(Weights.Random(), 3, 2), new LazyConvTranspose3d(Weights.Random(), 3, 2), new LazyBatchNorm3d(Weights.Random()), new LazyInstanceNorm3d(Weights.Random(), affine: true)],
            };
            foreach (Module module in modules)
            {
                Assert.Equal(axes + 2, module.Call(x).Rank);
                Assert.NotEmpty(module.Parameters());
            }
        }
    }
}
