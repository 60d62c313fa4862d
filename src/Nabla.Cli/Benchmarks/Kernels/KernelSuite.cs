namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>The kernels worth watching, at the sizes networks have.</summary>
internal static class KernelSuite
{
    private const long Four = 4 << 20, Small = 1 << 15;

    /// <summary>All cases, in the order of the table.</summary>
    public static IReadOnlyList<KernelCase> Cases { get; } = [.. ProductCases.All(), .. ConvolutionCases.All(), .. Attention(), .. Elementwise(), .. LearnedCases.All(), .. Rows(), .. SequenceCases.All(), .. InterpolationCases.All(), .. FourierCases.All(), .. Others()];

    /// <summary>batch, heads, length, width of a head.</summary>
    private static IEnumerable<KernelCase> Attention()
    {
        const long Width = 64;
        // Fewer heads where they are long, so that the peer's matrix of scores and its time stay within reason.
        foreach ((long t, long heads) in ((long, long)[])[(128, 8), (512, 8), (1024, 8), (2048, 2), (4096, 1)])
        {
            long[] sizes = [1, heads, t, Width];
            double flops = 4.0 * heads * t * t * Width, bytes = 16.0 * heads * t * Width;
            foreach (bool causal in (bool[])[false, true])
            {
                string kind = causal ? "attention-causal" : "attention";
                double work = causal ? flops * (t + 1) / (2 * t) : flops;
                yield return new(kind, sizes, work, bytes, () =>
                {
                    (Tensor q, Tensor k, Tensor v) = Operands();
                    return () => Functional.ScaledDotProductAttention(q, k, v, causal: causal).Dispose();
                })
                { Goal = 1.5 };
                yield return new($"{kind}-step", sizes, 3.5 * work, 2 * bytes, () =>
                {
                    (Tensor q, Tensor k, Tensor v) = Leaves();
                    return Step(() => Functional.ScaledDotProductAttention(q, k, v, causal: causal), q, k, v);
                })
                { Goal = 1.5 };
            }

            yield return new("attention-decode", [1, 8, t, Width], 4.0 * 8 * t * Width, 8.0 * 8 * t * Width, () =>
            {
                Tensor q = Noise(DType.Float32, 1, 8, 1, Width), k = Noise(DType.Float32, 1, 8, t, Width), v = Noise(DType.Float32, 1, 8, t, Width);
                return () => Functional.ScaledDotProductAttention(q, k, v).Dispose();
            })
            { Goal = 1.5 };
            if (t > 1024) continue;
            yield return new("attention-dropout-step", sizes, 3.5 * flops, 2 * bytes, () =>
            {
                (Tensor q, Tensor k, Tensor v) = Leaves();
                return Step(() => Functional.ScaledDotProductAttention(q, k, v, dropout: 0.1), q, k, v);
            })
            { Goal = 1.5 };

            (Tensor, Tensor, Tensor) Operands() => (Noise(DType.Float32, sizes), Noise(DType.Float32, sizes), Noise(DType.Float32, sizes));

            (Tensor, Tensor, Tensor) Leaves()
            {
                (Tensor q, Tensor k, Tensor v) = Operands();
                return (q.WithGrad(), k.WithGrad(), v.WithGrad());
            }
        }
    }

    private static IEnumerable<KernelCase> Elementwise()
    {
        yield return Unary("copy", 0, x => x.Clone(), 1);
        yield return Unary("relu", 1, x => x.Relu(), 1);
        yield return Unary("exp", 10, x => x.Exp());
        yield return Unary("log", 10, x => x.Log());
        yield return Unary("tanh", 14, x => x.Tanh());
        yield return Unary("sigmoid", 12, x => x.Sigmoid());
        yield return Unary("erf", 14, x => x.Erf());
        yield return Unary("gelu", 16, x => Functional.GELU(x), 1.5);
        yield return Unary("silu", 14, x => Functional.SiLU(x));
        yield return Unary("sin", 14, x => x.Sin());
        foreach ((string kind, Func<Tensor, Tensor> run) in ((string, Func<Tensor, Tensor>)[])[
            ("relu", x => x.Relu()), ("exp", x => x.Exp()), ("tanh", x => x.Tanh()), ("sigmoid", x => x.Sigmoid()), ("silu", x => Functional.SiLU(x)), ("erf", x => x.Erf()), ("erfc", x => x.Erfc()),
            ("gelu", x => Functional.GELU(x)), ("softplus", x => Functional.Softplus(x)), ("mish", x => Functional.Mish(x)), ("elu", x => Functional.ELU(x)), ("logsigmoid", x => Functional.LogSigmoid(x))])
        {
            yield return new(kind, [Small], 12.0 * Small, 8.0 * Small, () =>
            {
                Tensor x = (Noise(DType.Float32, Small) * 8) - 4;
                return () => run(x).Dispose();
            });
        }
        foreach ((string kind, Func<Tensor, Tensor> run) in ((string, Func<Tensor, Tensor>)[])[("gelu-step", x => Functional.GELU(x)), ("silu-step", x => Functional.SiLU(x))])
        {
            yield return new(kind, [Small], 30.0 * Small, 20.0 * Small, () =>
            {
                Tensor x = ((Noise(DType.Float32, Small) * 8) - 4).WithGrad();
                return Step(() => run(x), x);
            });
        }
        yield return new("add", [Four], Four, 12.0 * Four, () =>
        {
            Tensor a = Noise(DType.Float32, Four), b = Noise(DType.Float32, Four);
            return () => (a + b).Dispose();
        })
        { Goal = 1 };
        yield return new("add-row", [4096, 1024], Four, 8.0 * Four, () =>
        {
            Tensor a = Noise(DType.Float32, 4096, 1024), b = Noise(DType.Float32, 1024);
            return () => (a + b).Dispose();
        });
    }

    private static KernelCase Unary(string kind, double flops, Func<Tensor, Tensor> run, double goal = 0) => new(kind, [Four], flops * Four, 8.0 * Four, () =>
    {
        Tensor x = Noise(DType.Float32, Four).Abs();
        return () => run(x).Dispose();
    })
    { Goal = goal };

    /// <summary>rows, columns.</summary>
    private static IEnumerable<KernelCase> Rows()
    {
        foreach (long columns in (long[])[64, 1024])
        {
            long rows = Four / columns;
            long[] sizes = [rows, columns];
            yield return new("softmax", sizes, 12.0 * Four, 8.0 * Four, () => On(x => x.Softmax(-1))) { Goal = 1.5 };
            yield return new("log-softmax", sizes, 12.0 * Four, 8.0 * Four, () => On(x => x.LogSoftmax(-1))) { Goal = 1.5 };
            yield return new("rms-norm", sizes, 6.0 * Four, 8.0 * Four, () => On(x => Functional.RMSNorm(x, new Shape(columns)))) { Goal = 1.5 };
            yield return new("layer-norm", sizes, 8.0 * Four, 8.0 * Four, () => On(x => Functional.LayerNorm(x, new Shape(columns)))) { Goal = 1.5 };
            yield return new("layer-norm-step", sizes, 20.0 * Four, 24.0 * Four, () =>
            {
                Tensor x = Noise(DType.Float32, rows, columns).WithGrad(), w = Noise(DType.Float32, columns).WithGrad(), b = Noise(DType.Float32, columns).WithGrad();
                return Step(() => Functional.LayerNorm(x, new Shape(columns), w, b), x, w, b);
            })
            { Goal = 1.5 };
            yield return new("cross-entropy-step", sizes, 16.0 * Four, 12.0 * Four, () =>
            {
                Tensor x = Noise(DType.Float32, rows, columns).WithGrad(), t = Tensor.RandInt(0, columns, new Shape(rows));
                return Step(() => Functional.CrossEntropy(x, t), x);
            })
            { Goal = 1.5 };

            Action On(Func<Tensor, Tensor> run)
            {
                Tensor x = Noise(DType.Float32, rows, columns);
                return () => run(x).Dispose();
            }
        }
    }

    private static IEnumerable<KernelCase> Others()
    {
        yield return new("sum", [Four], Four, 4.0 * Four, () => Over(x => x.Sum(), Four));
        yield return new("sum-rows", [4096, 1024], Four, 4.0 * Four, () => Over(x => x.Sum(0), 4096, 1024));
        yield return new("transpose", [2048, 2048], 0, 8.0 * Four, () => Over(x => x.Transpose(0, 1).Contiguous(), 2048, 2048));
        yield return new("cumsum", [4096, 1024], Four, 8.0 * Four, () => Over(x => x.CumSum(1), 4096, 1024));
        yield return new("max-pool", [8, 64, 56, 56], 1.6e6, 4 * 8 * 64 * 56 * 56 * 1.25, () => Over(x => Functional.MaxPool2d(x, 2), 8, 64, 56, 56));
        yield return new("batch-norm-step", [8, 64, 56, 56], 20.0 * 8 * 64 * 56 * 56, 24.0 * 8 * 64 * 56 * 56, () =>
        {
            Tensor x = Noise(DType.Float32, 8, 64, 56, 56).WithGrad(), w = Noise(DType.Float32, 64).WithGrad(), b = Noise(DType.Float32, 64).WithGrad();
            return Step(() => Functional.BatchNorm(x, null, null, w, b, training: true), x, w, b);
        })
        { Goal = 1.5 };
        yield return new("group-norm", [8, 64, 56, 56], 8.0 * 8 * 64 * 56 * 56, 8.0 * 8 * 64 * 56 * 56, () => Over(x => Functional.GroupNorm(x, 8), 8, 64, 56, 56)) { Goal = 1.5 };
        yield return new("embedding", [30000, 512, 4096], 0, 8.0 * 512 * 4096, () =>
        {
            Tensor table = Noise(DType.Float32, 30000, 512), tokens = Tensor.RandInt(0, 30000, new Shape(4096));
            return () => Functional.Embedding(tokens, table).Dispose();
        });
        yield return new("adamw", [25_557_032], 12.0 * 25_557_032, 28.0 * 25_557_032, () =>
        {
            Parameter p = Weights.Random(1).Get("weight", new Shape(25_557_032), Init.Uniform(0.1));
            using (GradMode.Enable()) p.Value.Sum().Backward();
            AdamW optimizer = new([p]);
            return optimizer.Step;
        })
        { Goal = 1 };

        static Action Over(Func<Tensor, Tensor> run, params long[] shape)
        {
            Tensor x = Noise(DType.Float32, shape);
            return () => run(x).Dispose();
        }
    }

    /// <summary>Forward and backward with a given gradient.</summary>
    internal static Action Step(Func<Tensor> forward, params Tensor[] leaves)
    {
        Tensor? upstream = null;
        return () =>
        {
            using GradMode.Restore on = GradMode.Enable();
            using TensorScope scope = new();
            Tensor y = forward();
            upstream ??= scope.Keep(Tensor.Ones(y.Shape, y.DType));
            y.Backward(upstream);
            foreach (Tensor leaf in leaves)
            {
                // As an optimizer's ZeroGrad does, and PyTorch by counting references: a gradient that is only forgotten waits for the garbage collector.
                leaf.Grad?.Dispose();
                leaf.Grad = null;
            }
        };
    }

    /// <summary>Uniform numbers in 0..1.</summary>
    internal static Tensor Noise(DType type, params long[] shape) => Tensor.Rand(new Shape(shape), type, new Philox(1));
}
