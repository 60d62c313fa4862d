namespace Nabla.Tests.Modules;

public sealed class ModuleTests
{
    private static Sequential Net(Weights w) => new(w, c => new Linear(c, 3, 4), c => new BatchNorm1d(c, 4), c => new ReLU(c), c => new Dropout(c), c => new Linear(c, 4, 2, bias: false));

    [Fact]
    public void Keys_come_in_PyTorchs_order()
    {
        Assert.Equal(
            ["0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked", "4.weight"],
            Net(Weights.Random()).StateDict().Keys);
    }

    [Fact]
    public void Strict_loading_lists_everything_that_does_not_fit_and_changes_nothing()
    {
        Sequential net = Net(Weights.Random(1));
        float[] before = net.StateDict()["0.weight"].ToArray<float>();
        StateDict state = Net(Weights.Random(2)).StateDict();
        StateDict broken = new(state.Where(entry => entry.Key is not ("0.bias" or "4.weight")));
        broken.Add("4.weight", Tensor.Zeros([2, 5]));
        broken.Add("extra.weight", Tensor.Zeros([1]));
        StateDictException error = Assert.Throws<StateDictException>(() => net.Load(broken));
        Assert.Contains("0.bias", error.Message, StringComparison.Ordinal);
        Assert.Contains("extra.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 5]", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, net.StateDict()["0.weight"].ToArray<float>());
    }

    [Fact]
    public void Lenient_loading_reports_what_it_left_out()
    {
        Sequential net = Net(Weights.Random(1));
        LoadResult result = net.Load(new StateDict { { "0.bias", Tensor.Ones([4]) }, { "other", Tensor.Ones([1]) } }, strict: false);
        Assert.Equal(["other"], result.Unexpected);
        Assert.Equal(7, result.Missing.Count);
        Assert.Equal([1f, 1f, 1f, 1f], net.StateDict()["0.bias"].ToArray<float>());
    }

    [Fact]
    public void A_model_built_from_a_state_dict_equals_its_source()
    {
        Sequential source = Net(Weights.Random(3));
        Weights w = Weights.From(source.StateDict());
        Sequential copy = Net(w);
        w.Verify();
        Tensor x = Tensor.Of([1f, -2f, 3f, 0.5f, 0f, -1f], [2, 3]);
        Assert.Equal(source.Eval().Run([x])[0].ToArray<float>(), copy.Eval().Run([x])[0].ToArray<float>());
        Weights partial = Weights.From(new StateDict(source.StateDict().Where(entry => entry.Key != "4.weight")));
        Net(partial);
        Assert.Contains("4.weight", Assert.Throws<StateDictException>(partial.Verify).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_model()
    {
        float[] first = Net(Weights.Random(5)).StateDict()["0.weight"].ToArray<float>();
        Assert.Equal(first, Net(Weights.Random(5)).StateDict()["0.weight"].ToArray<float>());
        Assert.NotEqual(first, Net(Weights.Random(6)).StateDict()["0.weight"].ToArray<float>());
    }

    [Fact]
    public void Shapes_alone_need_no_memory()
    {
        long before = GC.GetTotalMemory(false);
        Linear huge = new(Weights.ShapeOnly(), 1_000_000, 1_000_000);
        Tensor y = huge.Call(Tensor.Empty([8, 1_000_000], on: ShapeOnlyBackend.Instance));
        Assert.Equal(new Shape(8, 1_000_000), y.Shape);
        Assert.Equal(1_000_001_000_000, huge.Parameters().Sum(parameter => parameter.Value.Count));
        Assert.True(GC.GetTotalMemory(false) - before < 50_000_000);
    }

    [Fact]
    public void Train_and_eval_reach_every_module()
    {
        Sequential net = Net(Weights.Random());
        Assert.All(net.Modules(), module => Assert.True(module.IsTraining));
        net.Eval();
        Assert.All(net.Modules(), module => Assert.False(module.IsTraining));
        net.Train();
        Assert.All(net.Modules(), module => Assert.True(module.IsTraining));
    }

    [Fact]
    public void The_function_of_dropout_trains_unless_told_otherwise()
    {
        // A known trap of PyTorch's, kept: the module follows Train and Eval, the function does not.
        Tensor x = Tensor.Ones([64, 8]);
        Assert.Contains(0f, Functional.Dropout(x).ToArray<float>());
        Assert.Equal(x.ToArray<float>(), Functional.Dropout(x, training: false).ToArray<float>());
    }

    [Fact]
    public void Dropout_and_batch_statistics_act_in_training_only()
    {
        Tensor x = Tensor.Ones([64, 8]);
        Dropout dropout = new(Weights.Random(1), 0.5);
        Assert.Contains(0f, dropout.Call(x).ToArray<float>());
        Assert.Equal(x.ToArray<float>(), ((Dropout)dropout.Eval()).Call(x).ToArray<float>());

        BatchNorm1d norm = new(Weights.Random(), 8);
        norm.Eval();
        norm.Call(x);
        Assert.Equal(0, norm.BatchesTracked!.Value.Item());
        norm.Train();
        norm.Call(x);
        Assert.Equal(1, norm.BatchesTracked!.Value.Item());
        Assert.Equal(0.1f, norm.RunningMean!.Value.ToArray<float>()[0], 1e-6f);
    }

    [Fact]
    public void Hooks_see_and_replace_values_and_go_when_disposed()
    {
        ReLU relu = new(Weights.Random());
        Tensor x = Tensor.Of(-1f, 2f);
        using (relu.RegisterForwardPreHook((_, input) => -input))
        using (relu.RegisterForwardHook((_, _, output) => output * 10))
            Assert.Equal([10f, 0f], relu.Call(x).ToArray<float>());
        Assert.Equal([0f, 2f], relu.Call(x).ToArray<float>());
    }

    [Fact]
    public void A_backward_hook_scales_the_gradient()
    {
        ReLU relu = new(Weights.Random());
        Tensor x = Tensor.Of(-1f, 2f).WithGrad();
        using IDisposable hook = relu.RegisterBackwardHook((_, gradient) => gradient * 3);
        relu.Call(x).Sum().Backward();
        Assert.Equal([0f, 3f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Two_modules_cannot_share_a_place()
    {
        Weights w = Weights.Random();
        _ = new Linear(w["a"], 2, 2);
        Assert.Throws<InvalidOperationException>(() => new Linear(w["a"], 2, 2));
    }

    [Fact]
    public void Frozen_parameters_receive_no_gradient()
    {
        Linear linear = new(Weights.Random(), 3, 2);
        linear.SetTrainable(false);
        Assert.False(linear.Call(Tensor.Ones([1, 3])).RequiresGrad);
        linear.SetTrainable(true);
        linear.Call(Tensor.Ones([1, 3])).Sum().Backward();
        Assert.NotNull(linear.Weight.Grad);
        linear.ZeroGrad();
        Assert.Null(linear.Weight.Grad);
    }
}
