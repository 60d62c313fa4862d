namespace Nabla.Tests.Optimizers;

/// <summary>The orthogonal directions of <see cref="Muon"/>.</summary>
public sealed class MuonTests
{
    [Theory]
    [InlineData(4, 9)]
    [InlineData(9, 4)]
    [InlineData(6, 6)]
    [InlineData(1, 5)]
    public void A_direction_keeps_its_axes_and_loses_its_lengths(int rows, int columns)
    {
        Tensor x = Tensor.Randn([rows, columns], DType.Float64, generator: new Philox(7)), y = Muon.Orthogonalize(x);
        (Tensor u, Tensor s, Tensor vh) = x.Svd(false);
        double[] lengths = u.Transpose(0, 1).MatMul(y).MatMul(vh.Transpose(0, 1)).Diagonal().ToArray<double>();
        Assert.All(lengths, length => Assert.InRange(length, 0.5, 1.3));
        Assert.True(s.Max().Item<double>() > 2 * s.Min().Item<double>() || Math.Min(rows, columns) == 1);
        Tensor rest = y - u.MatMul(Tensor.Of(lengths, [lengths.Length]).Diag()).MatMul(vh);
        Assert.InRange(rest.Abs().Max().Item<double>(), 0, 1e-12);
    }

    [Fact]
    public void Embeddings_tables_heads_and_vectors_are_left_to_AdamW()
    {
        Weights w = Weights.Random();
        Sequential model = new(w, c => new Embedding(c, 7, 8), c => new LearnedPositionalEncoding(c, 5, 8, batchFirst: true), c => new TransformerEncoderLayer(c, 8, 2, 16, batchFirst: true), c => new LayerNorm(c, new Shape(8)), c => new Linear(c, 8, 7));
        Muon optimizer = new(ParameterGroups.ForMuon(model, new(LearningRate: 0.02, WeightDecay: 0.3)), new());
        Assert.Equal([true, false, false], optimizer.Groups.Select(group => ((MuonOptions)group.Options).Matrices));
        Assert.Equal([0.3, 0.3, 0], optimizer.Groups.Select(group => group.WeightDecay));
        Assert.All(optimizer.Groups, group => Assert.Equal(0.02, group.LearningRate));
        Assert.Equal(["2.self_attn.in_proj_weight", "2.self_attn.out_proj.weight", "2.linear1.weight", "2.linear2.weight"], optimizer.Groups[0].Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["0.weight", "1.weight", "4.weight"], optimizer.Groups[1].Parameters.Select(parameter => parameter.Name));
        Assert.All(optimizer.Groups[2].Parameters, parameter => Assert.True(parameter.Shape.Rank <= 1));
        Assert.Equal(model.Parameters().Count(), optimizer.Groups.Sum(group => group.Parameters.Count));
    }

    [Fact]
    public void A_parameter_that_no_layer_multiplies_by_is_no_matrix()
    {
        Weights w = Weights.Random();
        Sequential model = new(w, c => new ACON(c, 3), c => new Conv2d(c, 3, 4, 3));
        IReadOnlyList<ParameterGroup> groups = ParameterGroups.ForMuon(model, new());
        Assert.Equal(["1.weight"], groups[0].Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["0.p1", "0.p2", "0.beta"], groups[1].Parameters.Select(parameter => parameter.Name));
        Assert.Throws<ArgumentNullException>(() => ParameterGroups.ForMuon(null!, new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterGroups.ForMuon(model, new(Momentum: 1)));
    }

    [Fact]
    public void Nothing_has_no_direction()
    {
        Assert.All(Muon.Orthogonalize(Tensor.Zeros([3, 4], DType.Float32)).ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Only_a_matrix_has_one()
    {
        Assert.Throws<ArgumentException>("x", () => Muon.Orthogonalize(Tensor.Zeros([3], DType.Float32)));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => Muon.Orthogonalize(Tensor.Zeros([3, 3], DType.Float32), 0));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => Muon.Orthogonalize(Tensor.Zeros([3, 3], DType.Float32), epsilon: -1));
    }

    [Fact]
    public void The_length_of_a_step_does_not_follow_the_gradient()
    {
        double moved = Moved(1);
        Assert.InRange(moved, 1e-3, 1);
        Assert.Equal(moved, Moved(1000), 1e-6);

        static double Moved(double scale)
        {
            Parameter weight = Weights.Random().Get("w", new(3, 5), Init.Zeros);
            Muon optimizer = new([weight], new(0.1));
            weight.Grad = Tensor.Randn([3, 5], DType.Float32, generator: new Philox(3)) * scale;
            optimizer.Step();
            return weight.Value.Square().Sum().Item<float>();
        }
    }
}
