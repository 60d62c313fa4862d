namespace Nabla.Tests.Ops;

/// <summary>Published values of activations, behaviour far from the origin and at tiny numbers, and what bad arguments say.</summary>
public sealed class ActivationTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["relu"] = Functional.ReLU,
        ["relu6"] = Functional.ReLU6,
        ["leaky"] = x => Functional.LeakyReLU(x),
        ["elu"] = x => Functional.ELU(x),
        ["selu"] = Functional.SELU,
        ["celu"] = x => Functional.CELU(x),
        ["gelu"] = x => Functional.GELU(x),
        ["gelu-tanh"] = x => Functional.GELU(x, tanh: true),
        ["quick-gelu"] = Functional.QuickGELU,
        ["silu"] = Functional.SiLU,
        ["swish"] = x => Functional.Swish(x, 1.5),
        ["mish"] = Functional.Mish,
        ["softplus"] = x => Functional.Softplus(x),
        ["softsign"] = Functional.Softsign,
        ["tanhshrink"] = Functional.Tanhshrink,
        ["logsigmoid"] = Functional.LogSigmoid,
        ["sigmoid"] = Functional.Sigmoid,
        ["tanh"] = Functional.Tanh,
        ["hardtanh"] = x => Functional.Hardtanh(x),
        ["hardsigmoid"] = Functional.Hardsigmoid,
        ["hardswish"] = Functional.Hardswish,
        ["hardshrink"] = x => Functional.Hardshrink(x),
        ["softshrink"] = x => Functional.Softshrink(x),
        ["threshold"] = x => Functional.Threshold(x, 0.5, -1),
        ["squared-relu"] = Functional.SquaredReLU,
        ["tanhexp"] = Functional.TanhExp,
        ["serf"] = Functional.Serf,
        ["hard-mish"] = Functional.HardMish,
        ["snake"] = x => Functional.Snake(x, 0.5),
        ["sine"] = x => Functional.Sine(x),
        ["smu"] = x => Functional.SMU(x),
        ["pau"] = x => new PAU(Weights.Random(0, x.DType)).Forward(x),
        ["sparsemax"] = x => Functional.Sparsemax(x),
        ["entmax"] = x => Functional.Entmax(x),
        ["rrelu"] = x => Functional.RReLU(x),
        ["prelu"] = x => Functional.PReLU(x, Tensor.Full([1], 0.25, x.DType)),
        ["softmax"] = x => x.Softmax(),
        ["logsoftmax"] = x => x.LogSoftmax(),
        ["softmin"] = x => Functional.Softmin(x),
        ["smu-learned"] = x => Functional.SMU(x, Tensor.Ones([1], x.DType)),
        ["swish-learned"] = x => Functional.Swish(x, Tensor.Ones([1], x.DType)),
        ["step"] = x => Functional.Step(x),
        ["crelu"] = x => Functional.CReLU(x, 0),
        ["swiglu"] = x => Functional.SwiGLU(x),
        ["geglu"] = x => Functional.GEGLU(x),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    // At -2, -1, 1, 2; PyTorch 1.13 in float64.
    [Theory]
    [InlineData("gelu", -0.0455, -0.158655, 0.841345, 1.9545)]
    [InlineData("gelu-tanh", -0.045402, -0.158808, 0.841192, 1.954598)]
    [InlineData("quick-gelu", -0.064341, -0.154204, 0.845796, 1.935659)]
    [InlineData("silu", -0.238406, -0.268941, 0.731059, 1.761594)]
    [InlineData("mish", -0.252501, -0.303401, 0.865098, 1.943959)]
    [InlineData("selu", -1.520166, -1.111331, 1.050701, 2.101402)]
    public void Has_the_published_values(string name, params double[] expected)
    {
        double[] y = Functions[name](Tensor.Of(-2.0, -1, 1, 2)).ToArray<double>();
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], y[i], 1e-6);
    }

    [Theory, MemberData(nameof(Names))]
    public void Value_and_two_derivatives_stay_finite_far_out_and_at_subnormal_numbers(string name)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor x = Tensor.Of(-1e4, -100, -40, -1e-40, -1e-310, 0, 1e-310, 1e-40, 40, 1e4).To(type).WithGrad();
            Tensor y = Functions[name](x);
            Assert.True(y.IsFinite().All().Item<bool>(), $"{name} of {type}: {y}");
            if (!y.RequiresGrad) continue;
            Tensor slope = Autograd.Grad(y.Sum(), [x], createGraph: true)[0]!;
            Assert.True(slope.IsFinite().All().Item<bool>(), $"{name}' of {type}: {slope}");
            if (!slope.RequiresGrad) continue;
            Tensor? bend = Autograd.Grad((slope * slope).Sum(), [x], allowUnused: true)[0];
            Assert.True(bend is null || bend.IsFinite().All().Item<bool>(), $"{name}'' of {type}: {bend}");
        }
    }

    [Fact]
    public void Selu_constants_keep_mean_and_variance()
    {
        Assert.Equal(1.0507009873554805, Functional.SELU(Tensor.Of(1.0)).Item(), 1e-15);
        Assert.Equal(-1.0507009873554805 * 1.6732632423543772, Functional.SELU(Tensor.Of(-50.0)).Item(), 1e-15);
    }

    [Fact]
    public void Sparsemax_is_the_nearest_point_of_the_simplex()
    {
        Tensor x = Tensor.Of([0.5, 0.2, -1.0, 0.4, 0.35, -3], [6]);
        double[] p = Functional.Sparsemax(x).ToArray<double>();
        Assert.Equal(1, p.Sum(), 1e-12);
        Assert.Equal(0, p[2]);
        Assert.Equal(0, p[5]);
        // Optimality: the same gap x - p on the support, a gap at least as small elsewhere.
        double[] values = x.ToArray<double>();
        double gap = values[0] - p[0];
        for (int i = 0; i < 6; i++) Assert.True(p[i] > 0 ? Math.Abs(values[i] - p[i] - gap) < 1e-12 : values[i] <= gap);
    }

    [Fact]
    public void Entmax_leads_from_softmax_to_sparsemax()
    {
        Tensor x = Tensor.Of([0.3, -0.2, 0.9, 0.1], [4]);
        Assert.Equal(Functional.Softmax(x).ToArray<double>(), Functional.Entmax(x, 1).ToArray<double>());
        Assert.Equal(0, (Functional.Entmax(x, 1.0001) - Functional.Softmax(x)).Abs().Amax().Item(), 1e-4);
        Assert.Equal(0, (Functional.Entmax(x, 1.9999) - Functional.Sparsemax(x)).Abs().Amax().Item(), 1e-4);
        Assert.Equal(0, (Functional.Entmax(x, 1.5) - Functional.Entmax(x, 1.5000001)).Abs().Amax().Item(), 1e-6);
        Assert.True(Functional.Entmax(x * 3, 3).ToArray<double>().Count(p => p == 0) >= 2);
    }

    [Fact]
    public void Gumbel_softmax_samples_with_the_probabilities_of_softmax()
    {
        Tensor logits = Tensor.Of([0.1, 0.6, 0.3], [3]).Log().BroadcastTo([4000, 3]);
        Tensor hard = Functional.GumbelSoftmax(logits, 0.7, hard: true, generator: new Philox(5));
        Assert.All(hard.ToArray<double>(), v => Assert.True(v is 0 || Math.Abs(v - 1) < 1e-12));
        double[] shares = hard.Mean(0).ToArray<double>();
        Assert.Equal(0.1, shares[0], 0.02);
        Assert.Equal(0.6, shares[1], 0.03);
        Tensor leaf = Tensor.Of([0.1, 0.6, 0.3], [1, 3]).WithGrad();
        Functional.GumbelSoftmax(leaf, 1, hard: true, generator: new Philox(1)).Square().Sum().Backward();
        Assert.True(leaf.Grad!.Abs().Amax().Item() > 0);
        Assert.Equal(1, Functional.GumbelSoftmax(leaf, 0.01, generator: new Philox(2)).Sum().Item(), 1e-9);
    }

    [Fact]
    public void Maxout_and_CReLU_reshape_the_channels()
    {
        Assert.Equal([3.0, 9, 6, 12], Functional.Maxout(Tensor.Of([1.0, 7, 2, 8, 3, 9, 4, 10, 5, 11, 6, 12], [1, 6, 2]), 3).ToArray<double>());
        Assert.Equal([1.0, 0, 0, 2], Functional.CReLU(Tensor.Of([1.0, -2], [1, 2])).ToArray<double>());
        Assert.Equal([0.0, 1, 1], Functional.Step(Tensor.Of(-0.1, 0, 3)).ToArray<double>());
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Entmax(x, 0.5)).ParamName);
        Assert.Equal("temperature", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.GumbelSoftmax(x, 0)).ParamName);
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Snake(x, 0)).ParamName);
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.CELU(x, 0)).ParamName);
        Assert.Equal("beta", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Softplus(x, 0)).ParamName);
        Assert.Equal("lambda", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Softshrink(x, -1)).ParamName);
        Assert.Equal("high", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Hardtanh(x, 1, -1)).ParamName);
        Assert.Equal("upper", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.RReLU(x, 0.5, 0.25)).ParamName);
        Assert.Equal("weight", Assert.Throws<ShapeMismatchException>(() => Functional.PReLU(x, Tensor.Ones([2]))).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Dropout(x, -0.1)).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Dropout(x, 1.1)).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.AlphaDropout(x, double.NaN)).ParamName);
        Assert.Equal("x", Assert.Throws<ShapeMismatchException>(() => Functional.SwiGLU(x)).ParamName);
        Assert.Equal("x", Assert.Throws<ShapeMismatchException>(() => Functional.Maxout(x, 2)).ParamName);
        Assert.Equal("pieces", Assert.Throws<ArgumentOutOfRangeException>(() => Functional.Maxout(x, 0)).ParamName);
        Assert.Equal("beta", Assert.Throws<ShapeMismatchException>(() => Functional.Swish(x, Tensor.Ones([2]))).ParamName);
        Assert.Equal("numerator", Assert.Throws<ShapeMismatchException>(() => Functional.PAU(x, Tensor.Ones([0]), Tensor.Ones([2]))).ParamName);
    }
}
