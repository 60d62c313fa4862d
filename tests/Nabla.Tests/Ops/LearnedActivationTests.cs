using Nabla.Kernels.Threading;

namespace Nabla.Tests.Ops;

/// <summary>Learned activations: the kernels' gradients equal the composed ones in every layout of the parameters.</summary>
public sealed class LearnedActivationTests
{
    private static readonly Dictionary<string, (int Parameters, Func<Tensor, Tensor[], Tensor> Run)> Units = new(StringComparer.Ordinal)
    {
        ["prelu"] = (1, (x, p) => new PReluOp().Apply(x, p[0])),
        ["swish"] = (1, (x, p) => new LearnedSwishOp().Apply(x, p[0])),
        ["snake"] = (1, (x, p) => new LearnedSnakeOp().Apply(x, p[0])),
        ["smu"] = (1, (x, p) => new LearnedSmuOp(0.25).Apply(x, p[0])),
        ["acon"] = (3, (x, p) => Functional.ACON(x, p[0], p[1], p[2])),
    };

    public static TheoryData<string> Names => [.. Units.Keys];

    // Channels, samples and channels, one value, the last axis, an axis in the middle with the one before it, two that repeat differently, and an input that repeats itself.
    private static readonly (long[] X, long[][] P)[] Layouts =
    [
        ([2, 3, 4, 5], [[1, 3, 1, 1], [2, 3, 1, 1], []]),
        ([2, 3, 4], [[3, 1], [1], [2, 3, 1]]),
        ([7], [[1], [7], []]),
        ([4, 6], [[6], [1, 6], [1]]),
        ([2, 3, 4, 5], [[2, 1, 4, 1], [3, 1, 1], [5]]),
        ([3, 1], [[1, 4], [3, 4], [1]]),
        ([2, 3, 1, 1], [[3, 1, 1], [2, 3, 1, 1], [1, 1]]),
        ([0, 3, 2], [[3, 1], [1], [3, 1]]),
    ];

    [Theory, MemberData(nameof(Names))]
    public void Fused_gradients_are_the_composed_ones(string name)
    {
        foreach ((long[] shape, long[][] own) in Layouts)
        {
            foreach (DType type in (DType[])[DType.Float64, DType.Float32])
            {
                (Tensor[] inputs, Tensor y) = Make(name, shape, own, type);
                Tensor upstream = Tensor.Randn(y.Shape, type, new Philox(9));
                Tensor?[] fused = Autograd.Grad(y, inputs, upstream), composed = Autograd.Grad(Make(name, inputs), inputs, upstream, createGraph: true);
                for (int i = 0; i < inputs.Length; i++)
                {
                    Assert.Equal(inputs[i].Shape, fused[i]!.Shape);
                    if (inputs[i].Count == 0) continue;
                    double size = 1 + composed[i]!.Abs().Amax().Item();
                    Assert.Equal(0, (fused[i]! - composed[i]!).Abs().Amax().Item() / size, type == DType.Float64 ? 1e-12 : 5e-6);
                }
            }
        }
    }

    [Theory, InlineData(DType.Float16), InlineData(DType.BFloat16)]
    public void Half_precision_rounds_what_float32_computes(DType type)
    {
        foreach (string name in Units.Keys)
        {
            (Tensor[] inputs, Tensor y) = Make(name, [2, 3, 4], [[3, 1], [1], [3, 1]], type);
            Tensor[] wide = [.. inputs.Select(x => x.Detach().To(DType.Float32).WithGrad())];
            Tensor reference = Make(name, wide);
            Assert.Equal(reference.To(type).To(DType.Float64).ToArray<double>(), y.To(DType.Float64).ToArray<double>());
            Tensor?[] gradients = Autograd.Grad(y.Sum(), inputs), exact = Autograd.Grad(reference.Sum(), wide);
            for (int i = 0; i < inputs.Length; i++)
            {
                Assert.Equal(type, gradients[i]!.DType);
                Assert.Equal(0, (gradients[i]!.To(DType.Float32) - exact[i]!).Abs().Amax().Item() / (1 + exact[i]!.Abs().Amax().Item()), 0.01);
            }
        }
        Tensor h = Tensor.Randn([5], DType.Float32, new Philox(1)).To(type);
        Assert.Equal(type, Functional.PAU(h, Tensor.Of(0.1, 1).To(type), Tensor.Of(0.0, 1).To(type)).DType);
    }

    [Theory, MemberData(nameof(Names))]
    public void Far_out_and_at_subnormal_numbers_all_gradients_are_finite(string name)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor x = Tensor.Of(-1e4, -100, -40, -1e-40, -1e-310, 0, 1e-310, 1e-40, 40, 1e4).To(type).WithGrad();
            Tensor[] inputs = [x, .. Enumerable.Range(0, Units[name].Parameters).Select(k => Tensor.Full([1], 0.7 + k, type).WithGrad())];
            Assert.All(Autograd.Grad(Make(name, inputs).Sum(), inputs), g => Assert.True(g!.IsFinite().All().Item<bool>(), $"{name} of {type}: {g}"));
        }
    }

    [Fact]
    public void Pade_gradients_are_the_composed_ones_at_any_thread_count()
    {
        Tensor x = Tensor.Randn([30, 400], DType.Float32, new Philox(2)).WithGrad();
        PAU unit = new(Weights.Random(0));
        Tensor[] inputs = [x, unit.Numerator.Value, unit.Denominator.Value];
        Tensor?[] composed = Autograd.Grad(unit.Forward(x).Square().Sum(), inputs, createGraph: true);
        float[][] first = [];
        int before = WorkPool.Threads;
        try
        {
            foreach (int threads in (int[])[1, 2, 5])
            {
                WorkPool.Threads = threads;
                float[][] fused = [.. Autograd.Grad(unit.Forward(x).Square().Sum(), inputs).Select(g => g!.ToArray<float>())];
                if (threads == 1) first = fused;
                Assert.Equal(first, fused);
            }
        }
        finally
        {
            WorkPool.Threads = before;
        }
        for (int i = 0; i < 3; i++)
        {
            float[] expected = composed[i]!.ToArray<float>();
            double size = 1 + expected.Max(v => Math.Abs((double)v));
            for (int j = 0; j < expected.Length; j++) Assert.Equal(0, (expected[j] - first[i][j]) / size, 1e-5);
        }
    }

    [Fact]
    public void Fixed_parameters_give_the_gradient_of_learned_ones()
    {
        Tensor x = Tensor.Randn([300], DType.Float64, new Philox(3)).WithGrad();
        foreach ((Func<Tensor, Tensor> known, Func<Tensor, Tensor> learned) in ((Func<Tensor, Tensor>, Func<Tensor, Tensor>)[])[
            (v => Functional.SMU(v, 0.25, 1.3), v => Functional.SMU(v, Tensor.Of(1.3), 0.25)), (v => Functional.Snake(v, 0.7), v => Functional.Snake(v, Tensor.Of(0.7)))])
        {
            double[] one = Autograd.Grad(known(x).Sum(), [x])[0]!.ToArray<double>(), composed = Autograd.Grad(known(x).Sum(), [x], createGraph: true)[0]!.ToArray<double>();
            Assert.Equal(Autograd.Grad(learned(x).Sum(), [x])[0]!.ToArray<double>(), one);
            for (int i = 0; i < one.Length; i++) Assert.Equal(composed[i], one[i], 1e-13);
        }
    }

    private static (Tensor[] Inputs, Tensor Y) Make(string name, long[] shape, long[][] own, DType type)
    {
        Tensor x = Tensor.Randn(new Shape(shape), DType.Float32, new Philox(1)).To(type).WithGrad();
        Tensor[] inputs = [x, .. own.Take(Units[name].Parameters).Select((extents, k) => (Tensor.Rand(new Shape(extents), DType.Float32, new Philox((ulong)k + 4)) + 0.4).To(type).WithGrad())];
        return (inputs, Make(name, inputs));
    }

    private static Tensor Make(string name, Tensor[] inputs) => Units[name].Run(inputs[0], inputs[1..]);
}
