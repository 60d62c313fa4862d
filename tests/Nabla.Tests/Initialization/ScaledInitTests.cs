namespace Nabla.Tests.Initialization;

/// <summary>Variances of initial weights, gains by quadrature, depth and width rules, against published numbers.</summary>
public sealed class ScaledInitTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Activations = new(StringComparer.Ordinal)
    {
        ["relu"] = Functional.ReLU,
        ["gelu"] = x => Functional.GELU(x),
        ["swish"] = Functional.SiLU,
        ["tanh"] = Functional.Tanh,
        ["elu"] = x => Functional.ELU(x),
        ["selu"] = Functional.SELU,
        ["mish"] = Functional.Mish,
        ["sigmoid"] = Functional.Sigmoid,
        ["softplus"] = x => Functional.Softplus(x),
    };

    // Mean, second moment, 1/√ of it, 1/√ of the variance, of a standard normal input.
    [Theory]
    [InlineData("relu", .398942, .5, 1.41421, 1.71286)]
    [InlineData("gelu", .282095, .425221, 1.53353, 1.70093)]
    [InlineData("swish", .206621, .355776, 1.67653, 1.78719)]
    [InlineData("tanh", 0, .394294, 1.59254, 1.59254)]
    [InlineData("elu", .160521, .644945, 1.24520, 1.27084)]
    [InlineData("selu", 0, 1, 1, 1)]
    [InlineData("mish", .240404, .452342, 1.48685, 1.59203)]
    [InlineData("sigmoid", .5, .293379, double.NaN, double.NaN)]
    [InlineData("softplus", .806059, .921246, double.NaN, double.NaN)]
    public void Second_moments_of_activations(string name, double mean, double square, double gain, double centered)
    {
        ActivationMoments moments = ActivationMoments.Of(Activations[name]);
        Assert.Equal(mean, moments.Mean, 1e-6);
        Assert.Equal(square, moments.SecondMoment, 1e-6);
        if (double.IsNaN(gain)) return;
        Assert.Equal(gain, moments.Gain, 1e-5);
        Assert.Equal(centered, moments.CenteredGain, 1e-5);
    }

    [Fact]
    public void Rectifier_has_the_gain_of_He_in_both_directions()
    {
        ActivationMoments moments = ActivationMoments.Of(Functional.ReLU);
        Assert.Equal(Math.Sqrt(2), moments.Gain, 1e-12);
        Assert.Equal(Math.Sqrt(2), moments.SlopeGain, 1e-12);
        Assert.Throws<ArgumentException>(() => ActivationMoments.Of(x => x.Sum()));
    }

    [Fact]
    public void Truncated_normal_is_corrected_to_the_wanted_variance()
    {
        Assert.Equal(0.7737413, Init.TruncatedDeviation * Init.TruncatedDeviation, 1e-7);
        foreach (InitDistribution law in Enum.GetValues<InitDistribution>())
        {
            Tensor w = Tensor.Empty([400, 500], DType.Float64);
            Init.VarianceScaling(2, FanMode.In, law)(w, new Philox(1));
            Assert.Equal(2 / 500.0, w.Var(null, 0).Item(), 4e-5);
            Assert.Equal(0, w.Mean().Item(), 1e-3);
            double largest = w.Abs().Amax().Item(), deviation = Math.Sqrt(2 / 500.0);
            if (law == InitDistribution.Uniform) Assert.InRange(largest, 1.73 * deviation, Math.Sqrt(3) * deviation);
            if (law == InitDistribution.TruncatedNormal) Assert.InRange(largest, 2.2 * deviation, 2 / Init.TruncatedDeviation * deviation * 1.000001);
        }
        Tensor average = Tensor.Empty([300, 900], DType.Float64);
        Init.VarianceScaling(1, FanMode.Average)(average, new Philox(2));
        Assert.Equal(1 / 600.0, average.Var(null, 0).Item(), 3e-5);
        Tensor lecun = Tensor.Empty([300, 100], DType.Float64);
        Init.LecunUniform()(lecun, new Philox(2));
        Assert.Equal(0.01, lecun.Var(null, 0).Item(), 3e-4);
    }

    [Fact]
    public void Delta_orthogonal_convolution_keeps_norms()
    {
        Tensor w = Tensor.Empty([6, 4, 3, 3], DType.Float64);
        Init.DeltaOrthogonal()(w, new Philox(1));
        Tensor x = Tensor.Randn([1, 4, 7, 7], DType.Float64, new Philox(2));
        Assert.Equal(x.Norm().Item(), Functional.Conv2d(x, w, padding: 1).Norm().Item(), 1e-10);
        Assert.Equal(24, w.NotEqual(0).To(DType.Int64).Sum().Item());
        Assert.Equal("target", Assert.Throws<ArgumentException>(() => Init.DeltaOrthogonal()(Tensor.Empty([2, 3, 3]), new Philox(1))).ParamName);
    }

    [Fact]
    public void Orthogonal_matrices_are()
    {
        Tensor q = Tensor.Empty([5, 9], DType.Float64);
        Init.Orthogonal(2)(q, new Philox(3));
        Assert.Equal(0, (q.MatMul(q.T) - (Tensor.Eye(5, type: DType.Float64) * 4)).Abs().Amax().Item(), 1e-12);
    }

    [Fact]
    public void DeepNorm_has_the_published_factors()
    {
        Near(2.21336, .319472, DepthScales.DeepNorm(12));
        Near(6.68740, .105737, DepthScales.DeepNorm(1000));
        Near(1.41794, .49699, DepthScales.DeepNormEncoder(6, 6));
        Near(2.05977, .34329, DepthScales.DeepNormDecoder(6));
    }

    [Fact]
    public void Other_depth_rules()
    {
        Assert.Equal(1 / Math.Sqrt(16), DepthScales.Fixup(16, 2), 1e-15);
        Assert.Equal(Math.Pow(8, -0.25), DepthScales.Fixup(8, 3), 1e-15);
        Assert.Equal(0.67 / 2, DepthScales.TFixupEncoder(16), 1e-15);
        Assert.Equal(Math.Pow(54, -0.25), DepthScales.TFixupDecoder(6), 1e-15);
        Assert.Equal(0.02 / Math.Sqrt(24), DepthScales.Gpt2Residual(12), 1e-18);
        Assert.Equal(Math.Sqrt(2 / (5 * 512.0)), DepthScales.Small(512), 1e-15);
        Assert.Equal([1, 1, 2, 3], DepthScales.Admin(1, 3, 5, 7));
        T5Deviations t5 = new(512, 64, 8, 2048);
        Assert.Equal((1, 1 / Math.Sqrt(512 * 64), 1 / Math.Sqrt(512), 1 / Math.Sqrt(512), 1 / Math.Sqrt(2048)), (T5Deviations.Embedding, t5.Query, t5.KeyValue, t5.Output, t5.FeedForwardOut));
        Assert.Throws<ArgumentOutOfRangeException>(() => DepthScales.DeepNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DepthScales.Fixup(3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => DepthScales.Admin(1, -1));
    }

    [Fact]
    public void Layer_sequential_initialisation_gives_every_layer_unit_variance()
    {
        Weights w = Weights.Random(3);
        Sequential model = new(w);
        for (int i = 0; i < 6; i++) model.Add(c => new Linear(c, 32, 32)).Add(c => new Tanh(c));
        Tensor batch = Tensor.Randn([64, 32], generator: new Philox(5)) * 7;
        IReadOnlyList<(string Name, double Variance)> layers = LayerSequentialInit.Apply(model, batch, generator: new Philox(1));
        Assert.Equal(["0", "2", "4", "6", "8", "10"], layers.Select(layer => layer.Name));
        Assert.All(layers, layer => Assert.Equal(1, layer.Variance, 0.01));
        Assert.Throws<ArgumentException>(() => LayerSequentialInit.Apply(new Linear(Weights.Random(1), 4, 4, bias: false), Tensor.Zeros([2, 4])));
    }

    [Fact]
    public void Maximal_update_scales_hidden_and_output_layers()
    {
        Sequential Model(int width) => new Sequential(Weights.Random(1)).Add(c => new Linear(c, 8, width)).Add(c => new ReLU(c)).Add(c => new Linear(c, width, width)).Add(c => new Linear(c, width, 4));
        Sequential wide = Model(64), small = Model(16);
        Assert.Equal((WidthRole.Input, 1.0), MaximalUpdate.Classify([64, 8], [16, 8]));
        Assert.Equal((WidthRole.Hidden, 4.0), MaximalUpdate.Classify([64, 64], [16, 16]));
        Assert.Equal((WidthRole.Output, 4.0), MaximalUpdate.Classify([4, 64], [4, 16]));
        double before = wide.Parameters().Single(p => p.Name == "3.weight").Value.Norm().Item();
        MaximalUpdate.Rescale(wide, small);
        Assert.Equal(before / 2, wide.Parameters().Single(p => p.Name == "3.weight").Value.Norm().Item(), 1e-5);
        IReadOnlyList<ParameterGroup> groups = MaximalUpdate.Groups(wide, small, 0.1);
        Assert.Equal([0.1, 0.025], groups.Select(g => g.LearningRate));
        Assert.Equal(["2.weight", "3.weight"], groups[1].Parameters.Select(p => p.Name));
        Assert.Throws<ArgumentException>(() => MaximalUpdate.Rescale(wide, new Linear(Weights.Random(), 2, 2)));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("scale", Assert.Throws<ArgumentOutOfRangeException>(() => Init.VarianceScaling(-1)).ParamName);
        Assert.Equal("gain", Assert.Throws<ArgumentOutOfRangeException>(() => Init.XavierNormal(-1)).ParamName);
        Assert.Equal("gain", Assert.Throws<ArgumentOutOfRangeException>(() => Init.XavierUniform(double.NaN)).ParamName);
        Assert.Equal("gain", Assert.Throws<ArgumentOutOfRangeException>(() => Init.Orthogonal(-2)).ParamName);
        Assert.Equal("target", Assert.Throws<ArgumentException>(() => Init.XavierNormal()(Tensor.Empty([0, 0]), new Philox(1))).ParamName);
        Assert.Equal("deviation", Assert.Throws<ArgumentOutOfRangeException>(() => Init.Deviation(-1)).ParamName);
        Assert.Equal("deviation", Assert.Throws<ArgumentOutOfRangeException>(() => Init.Normal(0, -1)).ParamName);
        Assert.Equal("deviation", Assert.Throws<ArgumentOutOfRangeException>(() => Init.TruncatedNormal(0, 0)).ParamName);
        Assert.Equal("high", Assert.Throws<ArgumentOutOfRangeException>(() => Init.TruncatedNormal(0, 1, 2, -2)).ParamName);
        Assert.Equal("high", Assert.Throws<ArgumentOutOfRangeException>(() => Init.Uniform(1, 0)).ParamName);
        Assert.Equal("high", Assert.Throws<ArgumentOutOfRangeException>(() => Init.Uniform(double.NaN)).ParamName);
        Assert.Equal("target", Assert.Throws<ArgumentException>(() => Init.VarianceScaling()(Tensor.Empty([3, 0]), new Philox(1))).ParamName);
        Assert.Equal("shape", Assert.Throws<ArgumentException>(() => Init.VarianceScaling()(Tensor.Empty([3]), new Philox(1))).ParamName);
    }

    private static void Near(double alpha, double beta, (double Alpha, double Beta) actual)
    {
        Assert.Equal(alpha, actual.Alpha, 5e-6);
        Assert.Equal(beta, actual.Beta, 5e-6);
    }
}
