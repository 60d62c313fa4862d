namespace Nabla.Tests.Modules;

/// <summary>Normalisations and residual styles against their formulas.</summary>
public sealed class NormalizationTests
{
    private static readonly Tensor X = Tensor.Randn([3, 8], DType.Float64, new Philox(1));

    public static TheoryData<ResidualStyle> Styles => [.. Enum.GetValues<ResidualStyle>()];

    [Fact]
    public void Scale_norm_gives_every_vector_the_same_length()
    {
        ScaleNorm norm = new(Weights.Random(0, DType.Float64), 8);
        Assert.All(norm.Forward(X).Norm(2, [1]).ToArray<double>(), length => Assert.Equal(Math.Sqrt(8), length, 1e-12));
        Assert.Equal(0, norm.Forward(Tensor.Zeros([1, 8], DType.Float64)).Abs().Amax().Item());
    }

    [Theory, InlineData("relu"), InlineData("relu6"), InlineData("silu")]
    public void An_activation_joins_batch_norm_unless_somebody_watches(string name)
    {
        static Sequential Net(string name, Weights w) => new(w, c => new BatchNorm2d(c, 3), c => name switch { "relu" => new ReLU(c), "relu6" => new ReLU6(c), _ => new SiLU(c) });
        Tensor x = Tensor.Randn([2, 3, 4, 5], DType.Float32, new Philox(5)) * 4, g = Tensor.Randn([2, 3, 4, 5], DType.Float32, new Philox(6));
        Sequential joined = Net(name, Weights.Random(1)), apart = Net(name, Weights.Random(1));
        int seen = 0;
        apart[1].RegisterForwardHook((_, _, _) => { seen++; return null; });
        Tensor xj = x.Clone().WithGrad(), xa = x.Clone().WithGrad(), yj = joined.Call(xj), ya = apart.Call(xa);
        yj.Backward(g);
        ya.Backward(g);
        Assert.Equal(1, seen);
        Assert.Equal(0, (yj - ya).Abs().Amax().Item(), 1e-6);
        Assert.Equal(0, (xj.Grad! - xa.Grad!).Abs().Amax().Item(), 2e-6);
    }

    [Fact]
    public void Cosine_layer_does_not_see_lengths()
    {
        CosineLinear layer = new(Weights.Random(2, DType.Float64), 8, 4, 3);
        Tensor y = layer.Forward(X);
        Assert.Equal(0, (layer.Forward(X * 17) - y).Abs().Amax().Item(), 1e-12);
        Assert.True(y.Abs().Amax().Item() <= 3);
        Assert.Equal(0, (Functional.CosineLinear(X, X).Diagonal() - 1).Abs().Amax().Item(), 1e-12);
    }

    [Fact]
    public void Adaptive_instance_norm_takes_over_the_style()
    {
        Tensor content = Tensor.Randn([2, 3, 6, 6], DType.Float64, new Philox(3)), style = (Tensor.Randn([2, 3, 5, 4], DType.Float64, new Philox(4)) * 2) + 1;
        (Tensor mean, Tensor deviation) = Functional.ChannelStatistics(style);
        (Tensor gotMean, Tensor gotDeviation) = Functional.ChannelStatistics(Functional.AdaIN(content, mean, deviation));
        Assert.Equal(0, (gotMean - mean).Abs().Amax().Item(), 1e-10);
        Assert.Equal(0, (gotDeviation - deviation).Abs().Amax().Item(), 1e-4);
        AdaIN module = new(Weights.Random(1, DType.Float64), 3, 5);
        Assert.Equal(content.Shape, module.Apply(content, Tensor.Ones([2, 5], DType.Float64)).Shape);
        Assert.Throws<ShapeMismatchException>(() => Functional.AdaIN(content, mean.Narrow(1, 0, 2), deviation));
    }

    [Fact]
    public void Weight_norm_sets_the_length_of_every_unit()
    {
        Tensor v = Tensor.Randn([4, 3, 2, 2], DType.Float64, new Philox(5)), g = Tensor.Of([1.0, 2, 3, 4], [4, 1, 1, 1]);
        Assert.Equal([1.0, 2, 3, 4], Functional.WeightNorm(v, g).Norm(2, [1, 2, 3]).ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Spectral_norm_divides_by_the_largest_singular_value()
    {
        Tensor w = Tensor.Of([3.0, 0, 0, 4, 0, 0], [3, 2]), u = Tensor.Of([1.0, 1, 1], [3]);
        Tensor y = Functional.SpectralNorm(w, u, 60);
        Assert.Equal([0.75, 0, 0, 1, 0, 0], y.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(1, u.Norm().Item(), 1e-12);
        Assert.Throws<ShapeMismatchException>(() => Functional.SpectralNorm(w, Tensor.Ones([2], DType.Float64)));
    }

    [Fact]
    public void NTK_layer_keeps_variance_at_any_width()
    {
        foreach (int width in (int[])[16, 1024])
        {
            NTKLinear layer = new(Weights.Random(6), width, 200);
            Tensor y = layer.Forward(Tensor.Randn([100, width], generator: new Philox(7)));
            Assert.Equal(1, y.Var(null, 0).Item(), 0.12);
        }
    }

    [Theory, MemberData(nameof(Styles))]
    public void Residual_styles_follow_their_formulas(ResidualStyle style)
    {
        ResidualBlock block = new(Weights.Random(8, DType.Float64), 8, style, [ResidualBranch.FeedForward(8, 16), ResidualBranch.FeedForward(8, 12)], depth: 3);
        Dictionary<string, Tensor> p = block.Parameters().ToDictionary(q => q.Name, q => q.Value.Detach(), StringComparer.Ordinal);
        foreach (Parameter factor in block.Factors) factor.Value.Detach().FillInPlace(0.3);
        Tensor Inner(int i, Tensor x) => Functional.GELU(Functional.Linear(x, p[$"branches.{i}.in.linear.weight"], p[$"branches.{i}.in.linear.bias"]));
        Tensor Outer(int i, Tensor x) => Functional.Linear(x, p[$"branches.{i}.out.weight"], p[$"branches.{i}.out.bias"]);
        Tensor F(int i, Tensor x) => Outer(i, Inner(i, x));
        Tensor N(Tensor x) => Functional.LayerNorm(x, [x.Shape[^1]]);
        Tensor expected = X;
        for (int i = 0; i < 2; i++)
        {
            Tensor x = expected;
            expected = style switch
            {
                ResidualStyle.Post => N(x + F(i, x)),
                ResidualStyle.Pre => x + F(i, N(x)),
                ResidualStyle.Sandwich => x + N(F(i, N(x))),
                ResidualStyle.SubLayerNorm => x + Outer(i, N(Inner(i, N(x)))),
                ResidualStyle.DeepNorm => N((Math.Pow(6, 0.25) * x) + F(i, x)),
                ResidualStyle.Parallel => x + F(i, N(X)),
                ResidualStyle.Admin => N((0.3 * x) + F(i, x)),
                _ => x + (0.3 * F(i, x)),
            };
        }
        Tensor y = block.Call(X);
        Assert.Equal(0, (y - expected).Abs().Amax().Item(), 1e-12);
        y.Square().Sum().Backward();
        Assert.All(block.Parameters(), q => Assert.NotNull(q.Grad));
    }

    [Fact]
    public void ReZero_begins_as_the_identity()
    {
        ResidualBlock block = new(Weights.Random(8, DType.Float64), 8, ResidualStyle.ReZero, [ResidualBranch.FeedForward(8, 16)]);
        Assert.Equal(X.ToArray<double>(), block.Forward(X).ToArray<double>());
        Assert.Throws<ArgumentException>(() => new ResidualBlock(Weights.Random(), 8, ResidualStyle.Pre, []));
    }
}
