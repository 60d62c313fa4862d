namespace Nabla.Tests;

/// <summary>Which operations autocast lowers, which it keeps in float32 and which it leaves alone, and how often it converts a parameter.</summary>
public sealed class AutocastListTests
{
    private static readonly Tensor X = Tensor.Randn([4, 4], generator: new Philox(1)), Positive = X.Abs() + 0.5, Signs = X.Greater(0).To(DType.Float32) * 2 - 1;
    private static readonly Tensor Rows = Tensor.Of(1L, 0, 3, 2), Image = Tensor.Randn([1, 2, 6, 6], generator: new Philox(2));
    private static readonly LSTM Recurrent = new(Weights.Random(3), 4, 3);

    /// <summary>Products: they take float32 and give the lower type.</summary>
    private static readonly Dictionary<string, Func<Tensor>> Lowered = new()
    {
        ["matmul"] = () => X.MatMul(X),
        ["mv"] = () => X.MatMul(X.Select(0, 0)),
        ["bmm"] = () => X.Unsqueeze(0).MatMul(X.Unsqueeze(0)),
        ["einsum"] = () => Tensor.Einsum("ij,kj->ik", X, X),
        ["linear"] = () => Functional.Linear(X, X, X.Select(0, 0)),
        ["bilinear"] = () => Functional.Bilinear(X, X, Tensor.Ones([2, 4, 4])),
        ["conv1d"] = () => Functional.Conv1d(X.Unsqueeze(0), Tensor.Ones([3, 4, 2])),
        ["conv2d"] = () => Functional.Conv2d(Image, Tensor.Ones([3, 2, 3, 3])),
        ["conv3d"] = () => Functional.Conv3d(Image.Unsqueeze(2), Tensor.Ones([3, 2, 1, 3, 3])),
        ["conv_transpose2d"] = () => Functional.ConvTranspose2d(Image, Tensor.Ones([2, 3, 2, 2])),
        ["attention"] = () => Functional.ScaledDotProductAttention(X.Unsqueeze(0).Unsqueeze(0), X.Unsqueeze(0).Unsqueeze(0), X.Unsqueeze(0).Unsqueeze(0)),
        ["lstm"] = () => Recurrent.Unroll(X).Output,
        ["lstm state"] = () => Recurrent.Unroll(X).Cell,
    };

    /// <summary>Losses and delicate operations: they take the lower type and give float32.</summary>
    private static readonly Dictionary<string, Func<Func<Tensor, Tensor>, Tensor>> Kept = new()
    {
        ["mse_loss"] = h => Functional.MSELoss(h(X), h(Signs)),
        ["l1_loss"] = h => Functional.L1Loss(h(X), h(Signs)),
        ["smooth_l1_loss"] = h => Functional.SmoothL1Loss(h(X), h(Signs)),
        ["huber_loss"] = h => Functional.HuberLoss(h(X), h(Signs)),
        ["poisson_nll_loss"] = h => Functional.PoissonNLLLoss(h(X), h(Positive)),
        ["gaussian_nll_loss"] = h => Functional.GaussianNLLLoss(h(X), h(Signs), h(Positive)),
        ["cross_entropy"] = h => Functional.CrossEntropy(h(X), Rows),
        ["nll_loss"] = h => Functional.NLLLoss(h(X), Rows),
        ["kl_div"] = h => Functional.KLDivLoss(h(X), h(Positive)),
        ["binary_cross_entropy"] = h => Functional.BinaryCrossEntropy(h(X.Sigmoid()), h(Signs.Relu())),
        ["binary_cross_entropy_with_logits"] = h => Functional.BinaryCrossEntropyWithLogits(h(X), h(Signs.Relu())),
        ["soft_margin_loss"] = h => Functional.SoftMarginLoss(h(X), h(Signs)),
        ["hinge_embedding_loss"] = h => Functional.HingeEmbeddingLoss(h(X), h(Signs)),
        ["margin_ranking_loss"] = h => Functional.MarginRankingLoss(h(X), h(Positive), h(Signs)),
        ["cosine_embedding_loss"] = h => Functional.CosineEmbeddingLoss(h(X), h(Positive), Signs.Select(1, 0)),
        ["triplet_margin_loss"] = h => Functional.TripletMarginLoss(h(X), h(Positive), h(Signs)),
        ["multi_margin_loss"] = h => Functional.MultiMarginLoss(h(X), Rows),
        ["multilabel_margin_loss"] = h => Functional.MultilabelMarginLoss(h(X), Tensor.Of([1L, -1, 0, 0, 2, 3, -1, 0, 0, -1, 1, 2, -1, 0, 1, 2], [4, 4])),
        ["multilabel_soft_margin_loss"] = h => Functional.MultilabelSoftMarginLoss(h(X), h(Signs.Relu())),
        ["ctc_loss"] = h => Functional.CTCLoss(h(X).Unsqueeze(1), Tensor.Of([1L, 2], [1, 2]), Tensor.Of(4L), Tensor.Of(2L)),
        ["cosine_similarity"] = h => Functional.CosineSimilarity(h(X), h(Positive)),
        ["pairwise_distance"] = h => Functional.PairwiseDistance(h(X), h(Positive)),
        ["cdist"] = h => h(X).CDist(h(Positive)),
        ["pdist"] = h => h(X).PDist(),
        ["layer_norm"] = h => Functional.LayerNorm(h(X), [4]),
        ["group_norm"] = h => Functional.GroupNorm(h(X), 2),
        ["prod"] = h => h(Positive).Prod(),
        ["cumprod"] = h => h(Positive).CumProd(0),
        ["inverse"] = h => (h(X).MatMul(h(X.T)) + Tensor.Eye(4)).Inverse(),
        ["rfft"] = h => Fourier.Rfft(h(X)),
        ["stft"] = h => Fourier.Stft(h(X), 4, window: Tensor.HannWindow(4)),
        ["grid_sample"] = h => Functional.GridSample(h(Image), h(Tensor.Zeros([1, 2, 2, 2]))),
    };

    /// <summary>Kept in float32 where the lower type is float16, left alone where it is bfloat16.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> KeptForFloat16 = new()
    {
        ["exp"] = x => x.Exp(),
        ["expm1"] = x => x.Expm1(),
        ["log"] = x => x.Log(),
        ["log2"] = x => x.Log2(),
        ["log10"] = x => x.Log10(),
        ["log1p"] = x => x.Log1p(),
        ["pow"] = x => x.Pow(3),
        ["reciprocal"] = x => x.Reciprocal(),
        ["rsqrt"] = x => x.Rsqrt(),
        ["sinh"] = x => x.Sinh(),
        ["cosh"] = x => x.Cosh(),
        ["tan"] = x => x.Tan(),
        ["softplus"] = x => Functional.Softplus(x),
        ["softmax"] = x => x.Softmax(1),
        ["log_softmax"] = x => x.LogSoftmax(1),
        ["logsumexp"] = x => x.LogSumExp(1),
        ["norm"] = x => x.Norm(),
        ["sum"] = x => x.Sum(),
        ["cumsum"] = x => x.CumSum(0),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> LeftAlone = new()
    {
        ["tanh"] = x => x.Tanh(),
        ["relu"] = x => x.Relu(),
        ["add"] = x => x + x,
        ["mul"] = x => x * x,
        ["gelu"] = x => Functional.GELU(x),
        ["cat"] = x => Tensor.Cat([x, x]),
        ["amax"] = x => x.Amax(),
    };

    public static TheoryData<string, DType> LoweredCases => Both(Lowered.Keys);

    public static TheoryData<string, DType> KeptCases => Both(Kept.Keys);

    [Theory, MemberData(nameof(LoweredCases))]
    public void Products_run_in_the_lower_type(string name, DType type)
    {
        Tensor plain = Lowered[name]();
        using Autocast.Scope region = Autocast.Enter(type);
        Tensor y = Lowered[name]();
        Assert.Equal(type, y.DType);
        Near(plain, y, type);
    }

    [Theory, InlineData(DType.BFloat16), InlineData(DType.Float16)]
    public void Convolutions_and_attention_have_gradients_in_the_lower_type(DType type)
    {
        Tensor w = Tensor.Randn([3, 2, 3, 3], generator: new Philox(5)).WithGrad(), bias = Tensor.Zeros([3]).WithGrad(), q = Tensor.Randn([1, 2, 5, 4], generator: new Philox(6)).WithGrad();
        Tensor mask = Tensor.Randn([5, 5], generator: new Philox(7));
        List<Tensor[]> gradients = [];
        foreach (bool enabled in new[] { false, true })
        {
            foreach (Tensor leaf in new[] { w, bias, q }) leaf.Grad = null;
            Tensor y, z;
            using (Autocast.Enter(type, enabled))
            {
                y = Functional.Conv2d(Image, w, bias);
                z = Functional.ScaledDotProductAttention(q, q, q, mask);
            }
            (y.To(DType.Float32).Square().Sum() + z.To(DType.Float32).Square().Sum()).Backward();
            gradients.Add([w.Grad!, bias.Grad!, q.Grad!]);
        }
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DType.Float32, gradients[1][i].DType);
            Near(gradients[0][i], gradients[1][i], type);
        }
    }

    [Theory, MemberData(nameof(KeptCases))]
    public void Losses_and_delicate_operations_run_in_float32(string name, DType type)
    {
        Tensor plain = Kept[name](x => x.To(type).To(DType.Float32));
        using Autocast.Scope region = Autocast.Enter(type);
        Tensor y = Kept[name](x => x.To(type));
        Assert.Equal(DType.Float32, y.DType);
        Near(plain, y, name == "inverse" ? DType.BFloat16 : DType.Float32);
    }

    [Fact]
    public void Float16_has_a_longer_list_than_bfloat16()
    {
        foreach (DType type in new[] { DType.Float16, DType.BFloat16 })
        {
            using Autocast.Scope region = Autocast.Enter(type);
            foreach ((string name, Func<Tensor, Tensor> run) in KeptForFloat16)
                Assert.True(run(Positive.To(type)).DType == (type == DType.Float16 ? DType.Float32 : type), $"{name} under {type.Name()}");
            foreach ((string name, Func<Tensor, Tensor> run) in LeftAlone)
            {
                Assert.True(run(Positive.To(type)).DType == type, $"{name} under {type.Name()}");
                Assert.True(run(Positive).DType == DType.Float32, $"{name} of float32 under {type.Name()}");
            }
        }
    }

    [Fact]
    public void A_parameter_is_converted_once_until_the_outermost_region_ends()
    {
        Tensor w = Tensor.Ones([4, 4]).WithGrad();
        using Conversions counted = new();
        using (Autocast.Enter())
        {
            Functional.Linear(X, w);
            Assert.Equal(1, counted.Of(w));
            using (Autocast.Enter()) Functional.Linear(X, w);
            Functional.Linear(X, w);
            Assert.Equal(1, counted.Of(w));
        }
        using (Autocast.Enter()) Functional.Linear(X, w);
        Assert.Equal(2, counted.Of(w));
    }

    [Fact]
    public void A_conversion_is_not_kept_when_it_must_not_be()
    {
        Tensor w = Tensor.Ones([4, 4]).WithGrad();
        using Conversions counted = new();
        using (Autocast.Enter(cache: false))
        {
            for (int i = 0; i < 2; i++) Functional.Linear(X, w);
        }
        Assert.Equal(2, counted.Of(w));
        using Autocast.Scope region = Autocast.Enter();
        // Recorded nowhere, it would give no gradient to the recorded use after it.
        using (GradMode.NoGrad()) Functional.Linear(X, w);
        Tensor y = Functional.Linear(X, w);
        Assert.Equal(4, counted.Of(w));
        y.To(DType.Float32).Sum().Backward();
        Assert.NotNull(w.Grad);
        // A parameter that changed in place is converted anew.
        using (GradMode.NoGrad()) w.MultiplyInPlace(2);
        Near(Functional.Linear(X, w.Detach()), Functional.Linear(X, w), DType.BFloat16);
        Assert.Equal(5, counted.Of(w));
        // The other lower type is another conversion.
        using (Autocast.Enter(DType.Float16)) Assert.Equal(DType.Float16, Functional.Linear(X, w).DType);
        Assert.Equal(6, counted.Of(w));
    }

    private static TheoryData<string, DType> Both(IEnumerable<string> names)
    {
        TheoryData<string, DType> cases = [];
        foreach (string name in names)
        {
            cases.Add(name, DType.BFloat16);
            cases.Add(name, DType.Float16);
        }
        return cases;
    }

    private static void Near(Tensor expected, Tensor actual, DType type)
    {
        double scale = Math.Max(1, expected.To(DType.Float64).Abs().Amax().Item()), tolerance = type switch { DType.BFloat16 => 4e-2, DType.Float16 => 5e-3, _ => 1e-5 };
        Assert.InRange((expected.To(DType.Float64) - actual.To(DType.Float64)).Abs().Amax().Item(), 0, tolerance * scale);
    }

    /// <summary>Counts conversions of one tensor.</summary>
    private sealed class Conversions : OpObserver
    {
        private readonly List<GraphNode?> _converted = [];

        public int Of(Tensor x) => _converted.Count(state => ReferenceEquals(state, x.State));

        protected override void OnOperation(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
        {
            if (op is ToOp) _converted.Add(inputs[0].State);
        }
    }
}
