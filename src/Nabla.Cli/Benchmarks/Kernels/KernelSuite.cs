using Nabla.Kernels.Convolution;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>The kernels worth watching, at the sizes networks have.</summary>
internal static class KernelSuite
{
    private const long Four = 4 << 20;

    /// <summary>All cases, in the order of the table.</summary>
    public static IReadOnlyList<KernelCase> Cases { get; } = [.. Products(), .. Convolutions(), .. Attention(), .. Elementwise(), .. Rows(), .. Others()];

    private static IEnumerable<KernelCase> Products()
    {
        foreach (long n in (long[])[64, 128, 256, 512, 1024, 2048]) yield return Product("gemm", n, n, n);
        foreach (long n in (long[])[512, 1024]) yield return Product("dgemm", n, n, n);
        foreach ((long m, long n, long k) in ((long, long, long)[])[(1, 1024, 1024), (4, 1024, 1024), (32, 1024, 1024), (1024, 8, 1024), (1024, 768, 256), (1024, 1024, 256), (256, 196, 1024), (64, 3136, 64)])
            yield return Product("gemm", m, n, k);
    }

    private static KernelCase Product(string kind, long m, long n, long k)
    {
        DType type = kind == "dgemm" ? DType.Float64 : DType.Float32;
        return new(kind, [m, n, k], 2.0 * m * n * k, type.Size() * (double)((m * k) + (k * n) + (m * n)), () =>
        {
            Tensor a = Noise(type, m, k), b = Noise(type, k, n);
            return () => a.MatMul(b).Dispose();
        });
    }

    /// <summary>batch, channels in and out, size, kernel, stride, groups: shapes of ResNet-50, MobileNetV2 and EfficientNet-B0.</summary>
    private static IEnumerable<KernelCase> Convolutions()
    {
        foreach (long[] s in (long[][])[
            [1, 3, 64, 224, 7, 2, 1], [1, 64, 64, 56, 1, 1, 1], [1, 64, 64, 56, 3, 1, 1], [1, 256, 512, 56, 1, 2, 1], [1, 128, 128, 28, 3, 1, 1],
            [1, 256, 256, 14, 3, 1, 1], [1, 512, 512, 7, 3, 1, 1], [1, 1024, 256, 14, 1, 1, 1], [1, 96, 96, 112, 3, 2, 96], [1, 144, 144, 56, 3, 1, 144],
            [1, 240, 240, 28, 5, 1, 240], [1, 672, 672, 14, 5, 2, 672], [8, 64, 64, 16, 3, 1, 1], [128, 64, 64, 7, 3, 1, 1]])
        {
            long padding = s[4] / 2, output = ((s[3] + (2 * padding) - s[4]) / s[5]) + 1;
            double inputs = s[0] * s[1] * s[3] * s[3], weights = s[2] * (s[1] / s[6]) * s[4] * s[4], outputs = (double)s[0] * s[2] * output * output;
            double flops = 2 * outputs * (s[1] / s[6]) * s[4] * s[4], bytes = 4 * (inputs + weights + outputs);
            yield return new("conv", s, flops, bytes, () => Convolution(s, padding, output, Pass.Forward));
            yield return new("conv-grad-input", s, flops, bytes, () => Convolution(s, padding, output, Pass.GradInput));
            yield return new("conv-grad-weight", s, flops, bytes, () => Convolution(s, padding, output, Pass.GradWeight));
        }
    }

    private enum Pass
    {
        Forward,
        GradInput,
        GradWeight,
    }

    private static unsafe Action Convolution(long[] s, long padding, long output, Pass pass)
    {
        ConvAxis axis = new(s[3], s[4], s[5], padding);
        ConvGeometry g = new(s[0], s[1], s[2], axis, axis, s[6]);
        float[] x = Noise(g.InputCount), w = Noise(g.WeightCount), y = Noise(g.OutputCount);
        return () =>
        {
            fixed (float* px = x, pw = w, py = y)
            {
                if (pass == Pass.Forward) Nabla.Kernels.Convolution.Convolution.Forward(g, px, pw, null, py, relu: false);
                else if (pass == Pass.GradInput) Nabla.Kernels.Convolution.Convolution.GradInput(g, py, pw, px);
                else Nabla.Kernels.Convolution.Convolution.GradWeight(g, px, py, pw);
            }
        };
    }

    /// <summary>batch, heads, length, width of a head.</summary>
    private static IEnumerable<KernelCase> Attention()
    {
        foreach (long t in (long[])[128, 512, 1024, 4096])
        {
            const long Heads = 8, Width = 64;
            double flops = 4.0 * Heads * t * t * Width, bytes = 16.0 * Heads * t * Width;
            yield return new("attention", [1, Heads, t, Width], flops, bytes, () =>
            {
                Tensor q = Noise(DType.Float32, 1, Heads, t, Width), k = Noise(DType.Float32, 1, Heads, t, Width), v = Noise(DType.Float32, 1, Heads, t, Width);
                return () => Functional.ScaledDotProductAttention(q, k, v).Dispose();
            });
            yield return new("attention-step", [1, Heads, t, Width], 3.5 * flops, 2 * bytes, () =>
            {
                Tensor q = Noise(DType.Float32, 1, Heads, t, Width).WithGrad(), k = Noise(DType.Float32, 1, Heads, t, Width).WithGrad(), v = Noise(DType.Float32, 1, Heads, t, Width).WithGrad();
                return Step(() => Functional.ScaledDotProductAttention(q, k, v), q, k, v);
            });
        }
    }

    private static IEnumerable<KernelCase> Elementwise()
    {
        yield return Unary("copy", 0, x => x.Clone());
        yield return Unary("relu", 1, x => x.Relu());
        yield return Unary("exp", 10, x => x.Exp());
        yield return Unary("log", 10, x => x.Log());
        yield return Unary("tanh", 14, x => x.Tanh());
        yield return Unary("sigmoid", 12, x => x.Sigmoid());
        yield return Unary("erf", 14, x => x.Erf());
        yield return Unary("gelu", 16, x => Functional.GELU(x));
        yield return Unary("silu", 14, x => Functional.SiLU(x));
        yield return Unary("sin", 14, x => x.Sin());
        yield return new("add", [Four], Four, 12.0 * Four, () =>
        {
            Tensor a = Noise(DType.Float32, Four), b = Noise(DType.Float32, Four);
            return () => (a + b).Dispose();
        });
        yield return new("add-row", [4096, 1024], Four, 8.0 * Four, () =>
        {
            Tensor a = Noise(DType.Float32, 4096, 1024), b = Noise(DType.Float32, 1024);
            return () => (a + b).Dispose();
        });
    }

    private static KernelCase Unary(string kind, double flops, Func<Tensor, Tensor> run) => new(kind, [Four], flops * Four, 8.0 * Four, () =>
    {
        Tensor x = Noise(DType.Float32, Four).Abs();
        return () => run(x).Dispose();
    });

    /// <summary>rows, columns.</summary>
    private static IEnumerable<KernelCase> Rows()
    {
        foreach (long columns in (long[])[64, 1024])
        {
            long rows = Four / columns;
            long[] sizes = [rows, columns];
            yield return new("softmax", sizes, 12.0 * Four, 8.0 * Four, () => On(x => x.Softmax(-1)));
            yield return new("log-softmax", sizes, 12.0 * Four, 8.0 * Four, () => On(x => x.LogSoftmax(-1)));
            yield return new("layer-norm", sizes, 8.0 * Four, 8.0 * Four, () => On(x => Functional.LayerNorm(x, new Shape(columns))));
            yield return new("layer-norm-step", sizes, 20.0 * Four, 24.0 * Four, () =>
            {
                Tensor x = Noise(DType.Float32, rows, columns).WithGrad(), w = Noise(DType.Float32, columns).WithGrad(), b = Noise(DType.Float32, columns).WithGrad();
                return Step(() => Functional.LayerNorm(x, new Shape(columns), w, b), x, w, b);
            });
            yield return new("cross-entropy-step", sizes, 16.0 * Four, 12.0 * Four, () =>
            {
                Tensor x = Noise(DType.Float32, rows, columns).WithGrad(), t = Tensor.RandInt(0, columns, new Shape(rows));
                return Step(() => Functional.CrossEntropy(x, t), x);
            });

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
        });
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
        });

        static Action Over(Func<Tensor, Tensor> run, params long[] shape)
        {
            Tensor x = Noise(DType.Float32, shape);
            return () => run(x).Dispose();
        }
    }

    /// <summary>Forward and backward with a given gradient.</summary>
    private static Action Step(Func<Tensor> forward, params Tensor[] leaves)
    {
        Tensor? upstream = null;
        return () =>
        {
            using GradMode.Restore on = GradMode.Enable();
            using TensorScope scope = new();
            Tensor y = forward();
            upstream ??= scope.Keep(Tensor.Ones(y.Shape, y.DType));
            y.Backward(upstream);
            foreach (Tensor leaf in leaves) leaf.Grad = null;
        };
    }

    private static Tensor Noise(DType type, params long[] shape) => Tensor.Rand(new Shape(shape), type, new Philox(1));

    private static float[] Noise(long count) => Noise(DType.Float32, count).ToArray<float>();
}
