namespace Nabla.Tests.Initialization;

/// <summary>Initialisers of whole models: what their papers promise, and the deviations of every kind of weight.</summary>
public sealed class DepthInitTests
{
    private const int Width = 64;

    [Theory]
    [InlineData(8)]
    [InlineData(200)]
    public void Fixup_begins_as_the_identity_and_a_step_changes_the_network_by_its_rate(int depth)
    {
        (Sequential[] branches, Linear head) = Residual(depth);
        FixupInit.Apply(branches, head, new Philox(3));
        Tensor x = Tensor.Randn([32, 16], generator: new Philox(4)), target = Tensor.Of([.. Enumerable.Range(0, 32).Select(i => (long)(i % 4))], [32]);
        Assert.Equal(x.ToArray<float>(), Stream(branches, x).ToArray<float>());
        // The head is 0 at first, so two steps are needed for one that moves branches and head.
        double change = 0;
        for (int step = 0; step < 2; step++)
        {
            Tensor before = head.Call(Stream(branches, x)).Detach();
            Step(branches, head, x, target, 0.05);
            change = (head.Call(Stream(branches, x)).Detach() - before).Square().Mean().Item();
        }
        Assert.InRange(Math.Sqrt(change), 0.002, 0.2);
    }

    [Fact]
    public void A_net_of_200_unnormalised_blocks_trains_with_Fixup_and_not_with_He()
    {
        Tensor x = Tensor.Randn([64, 16], generator: new Philox(4));
        long[] kinds = [.. x.ToArray<float>().Chunk(16).Select(row => (row[0] > 0 ? 1L : 0) + (row[2] > 0 ? 2 : 0))];
        Tensor target = Tensor.Of(kinds, [64]);
        double Train(bool fixup)
        {
            (Sequential[] branches, Linear head) = Residual(200);
            if (fixup) FixupInit.Apply(branches, head, new Philox(3));
            double loss = 0;
            for (int step = 0; step < 60; step++) loss = Step(branches, head, x, target, 0.03);
            return loss;
        }
        Assert.InRange(Train(fixup: true), 0, 0.9);
        Assert.False(Train(fixup: false) < 1.2);
    }

    [Fact]
    public void Fixup_asks_for_branches_of_two_weights()
    {
        Assert.Throws<ArgumentException>(() => FixupInit.Apply([]));
        Assert.Throws<ArgumentException>(() => FixupInit.Apply([new Linear(Weights.Random(1), 3, 3)]));
    }

    [Fact]
    public void TFixup_scales_values_outputs_and_feed_forward()
    {
        TransformerEncoder model = Encoder();
        TransformerInit.TFixup(model, 6, generator: new Philox(1));
        double scale = 0.67 * Math.Pow(6, -0.25), square = Math.Sqrt(1.0 / Width), wide = Math.Sqrt(2.0 / (5 * Width));
        Check(model, "in_proj_weight", [square, square, square * scale]);
        Check(model, "out_proj.weight", [square * scale]);
        Check(model, "linear1.weight", [wide * scale]);
        Check(model, "linear2.weight", [wide * scale]);
        Assert.All(model.Parameters().Where(p => p.Name.EndsWith("bias", StringComparison.Ordinal)), p => Assert.Equal(0, p.Value.Abs().Amax().Item()));
        Assert.All(model.Parameters().Where(p => p.Name.EndsWith("norm1.weight", StringComparison.Ordinal)), p => Assert.Equal(1, p.Value.Amin().Item()));
    }

    [Fact]
    public void DeepNorm_gives_its_gain_to_the_same_weights()
    {
        TransformerEncoder model = Encoder();
        TransformerInit.DeepNorm(model, 12, generator: new Philox(1));
        double square = Math.Sqrt(1.0 / Width), beta = 0.319472;
        Check(model, "in_proj_weight", [square, square, square * beta]);
        Check(model, "out_proj.weight", [square * beta]);
    }

    [Fact]
    public void Gpt2_shrinks_what_ends_a_branch()
    {
        TransformerEncoder model = Encoder();
        TransformerInit.Gpt2(model, 8, new Philox(1));
        Check(model, "in_proj_weight", [0.02, 0.02, 0.02]);
        Check(model, "linear1.weight", [0.02]);
        Check(model, "out_proj.weight", [0.02 / 4]);
        Check(model, "linear2.weight", [0.02 / 4]);
    }

    [Fact]
    public void T5_puts_the_root_of_the_head_into_the_queries()
    {
        TransformerEncoder model = Encoder();
        TransformerInit.T5(model, new T5Deviations(Width, 16, 4, 4 * Width), new Philox(1));
        Check(model, "in_proj_weight", [1 / Math.Sqrt(Width * 16), 1 / Math.Sqrt(Width), 1 / Math.Sqrt(Width)]);
        Check(model, "out_proj.weight", [1 / Math.Sqrt(4 * 16)]);
        Check(model, "linear1.weight", [1 / Math.Sqrt(Width)]);
        Check(model, "linear2.weight", [1 / Math.Sqrt(4 * Width)]);
        Assert.Throws<ArgumentException>(() => TransformerInit.T5(model, new T5Deviations(0, 1, 1, 1)));
    }

    [Fact]
    public void Small_initialisation_has_one_deviation_and_bad_arguments_are_told()
    {
        TransformerEncoder model = Encoder();
        TransformerInit.Small(model, Width, new Philox(1));
        double small = Math.Sqrt(2.0 / (5 * Width));
        Check(model, "linear2.weight", [small]);
        Check(model, "in_proj_weight", [small, small, small]);
        Assert.Throws<ArgumentOutOfRangeException>(() => TransformerInit.Small(model, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TransformerInit.TFixup(model, -1));
        Assert.Throws<ArgumentException>(() => TransformerInit.DeepNorm(model, 0));
        Assert.Contains("Linear", Assert.Throws<ArgumentException>(() => TransformerInit.Gpt2(new Linear(Weights.Random(1), 3, 3), 2)).Message, StringComparison.Ordinal);
    }

    private static TransformerEncoder Encoder() => new(Weights.Random(2), 2, c => new TransformerEncoderLayer(c, Width, 4, 4 * Width));

    private static void Check(Module model, string end, double[] deviations)
    {
        Parameter[] found = [.. model.Parameters().Where(p => p.Name.EndsWith(end, StringComparison.Ordinal))];
        Assert.Equal(2, found.Length);
        foreach (Parameter parameter in found)
        {
            long rows = parameter.Shape[0] / deviations.Length;
            for (int i = 0; i < deviations.Length; i++)
                Assert.Equal(1, parameter.Value.Detach().Narrow(0, i * rows, rows).Std().Item() / deviations[i], 0.05);
        }
    }

    private static (Sequential[] Branches, Linear Head) Residual(int depth)
    {
        Weights w = Weights.Random(7);
        Sequential[] branches = [.. Enumerable.Range(0, depth).Select(i => new Sequential(
            w["blocks"][i],
            c => new Linear(c, 16, 16, initializer: Init.KaimingNormal()), c => new ReLU(c), c => new Linear(c, 16, 16, initializer: Init.KaimingNormal())))];
        return (branches, new(w["head"], 16, 4));
    }

    private static Tensor Stream(Sequential[] branches, Tensor x) => branches.Aggregate(x, (stream, branch) => stream + branch.Call(stream));

    private static double Step(Sequential[] branches, Linear head, Tensor x, Tensor target, double rate)
    {
        Tensor loss = Functional.CrossEntropy(head.Call(Stream(branches, x)), target);
        loss.Backward();
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (Parameter parameter in branches.SelectMany(b => b.Parameters()).Concat(head.Parameters()))
        {
            parameter.Value.Detach().SubtractInPlace(parameter.Grad! * rate);
            parameter.Grad = null;
        }
        return loss.Item();
    }
}
