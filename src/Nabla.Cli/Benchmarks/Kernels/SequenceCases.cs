namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Whole layers over sequences: recurrent ones, and Transformer encoders.</summary>
internal static class SequenceCases
{
    /// <summary>Steps, sequences, inputs, units.</summary>
    private static readonly long[][] Recurrent = [[64, 1, 128, 256], [64, 16, 64, 128], [64, 32, 128, 256], [32, 64, 256, 512]];

    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All()
    {
        foreach (long[] s in Recurrent)
        {
            foreach ((string kind, int gates) in ((string, int)[])[("lstm", 4), ("gru", 3)])
            {
                double flops = 2.0 * s[0] * s[1] * gates * s[3] * (s[2] + s[3]), bytes = 4.0 * s[0] * s[1] * (s[2] + s[3]);
                yield return new(kind, s, flops, bytes, () =>
                {
                    RecurrentModule layer = Layer(kind, s);
                    Tensor x = KernelSuite.Noise(DType.Float32, s[0], s[1], s[2]);
                    return () => layer.Call(x).Dispose();
                })
                { Goal = 1.5 };
                yield return new(kind + "-step", s, 3 * flops, 3 * bytes, () =>
                {
                    RecurrentModule layer = Layer(kind, s);
                    Tensor x = KernelSuite.Noise(DType.Float32, s[0], s[1], s[2]);
                    return Step(layer, () => layer.Call(x));
                })
                { Goal = 1.5 };
            }
        }

        // batch, tokens, features, layers; 8 heads, four times as many features between the linear layers.
        long[] sizes = [8, 128, 256, 4];
        (long n, long t, long e, long layers) = (sizes[0], sizes[1], sizes[2], sizes[3]);
        yield return new("transformer-step", sizes, 3 * layers * n * t * ((24.0 * e * e) + (4 * t * e)), 40.0 * layers * n * t * e, () =>
        {
            Weights w = Weights.Random(1);
            Module[] encoder = [.. Enumerable.Range(0, (int)layers).Select(i => new TransformerEncoderLayer(w[$"layer{i}"], (int)e, 8, (int)(4 * e), dropout: 0, TransformerActivation.GELU, batchFirst: true))];
            Tensor x = KernelSuite.Noise(DType.Float32, n, t, e);
            AdamW optimizer = new([.. encoder.SelectMany(layer => layer.Parameters())]);
            return () =>
            {
                using GradMode.Restore on = GradMode.Enable();
                using TensorScope scope = new();
                Tensor y = x;
                foreach (Module layer in encoder) y = layer.Call(y);
                y.Square().Mean().Backward();
                optimizer.Step();
                optimizer.ZeroGrad();
            };
        })
        { Goal = 1.3 };
    }

    private static RecurrentModule Layer(string kind, long[] s) =>
        kind == "lstm" ? new LSTM(Weights.Random(1), (int)s[2], (int)s[3]) : new GRU(Weights.Random(1), (int)s[2], (int)s[3]);

    private static Action Step(Module layer, Func<Tensor> forward) => () =>
    {
        using GradMode.Restore on = GradMode.Enable();
        using TensorScope scope = new();
        forward().Sum().Backward();
        layer.ZeroGrad();
    };
}
