namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Activations with learned parameters, one value a channel: the value, and a step with the gradients of x and of the parameters.</summary>
internal static class LearnedCases
{
    /// <summary>All cases.</summary>
    public static IEnumerable<KernelCase> All()
    {
        yield return Of("prelu", 2, 1, p => x => Functional.PReLU(x, p[0].Reshape([-1])));
        yield return Step("prelu", 6, 1, p => x => Functional.PReLU(x, p[0].Reshape([-1])));
        foreach ((string kind, double flops, int parameters, Func<Tensor[], Func<Tensor, Tensor>> build) in ((string, double, int, Func<Tensor[], Func<Tensor, Tensor>>)[])[
            ("swish-learned", 15, 1, p => x => Functional.Swish(x, p[0])), ("snake", 18, 1, p => x => Functional.Snake(x, p[0])), ("smu", 20, 1, p => x => Functional.SMU(x, p[0])),
            ("acon", 20, 3, p => x => Functional.ACON(x, p[0], p[1], p[2])), ("pau", 22, 2, p => x => Functional.PAU(x, p[0], p[1]))])
        {
            yield return Of(kind, flops, parameters, build);
            yield return Step(kind, 3 * flops, parameters, build);
        }
    }

    private static long[] Sizes => [4, 64, 28, 28];

    private static double Count => 4 * 64 * 28 * 28;

    private static KernelCase Of(string kind, double flops, int parameters, Func<Tensor[], Func<Tensor, Tensor>> build) => new(kind, Sizes, flops * Count, 8 * Count, () =>
    {
        Tensor x = Input();
        Func<Tensor, Tensor> run = build(Parameters(kind, parameters));
        return () => run(x).Dispose();
    });

    private static KernelCase Step(string kind, double flops, int parameters, Func<Tensor[], Func<Tensor, Tensor>> build) => new($"{kind}-step", Sizes, flops * Count, 20 * Count, () =>
    {
        Tensor x = Input().WithGrad();
        Tensor[] values = [.. Parameters(kind, parameters).Select(p => p.WithGrad())];
        Func<Tensor, Tensor> run = build(values);
        return KernelSuite.Step(() => run(x), [x, .. values]);
    })
    { Goal = 1.5 };

    private static Tensor Input() => (KernelSuite.Noise(DType.Float32, Sizes) * 8) - 4;

    private static Tensor[] Parameters(string kind, int count)
    {
        if (kind != "pau") return [.. Enumerable.Range(0, count).Select(k => KernelSuite.Noise(DType.Float32, 1, Sizes[1], 1, 1) + (0.5 + (0.1 * k)))];
        PAU unit = new(Weights.Random(0));
        return [unit.Numerator.Value.Detach(), unit.Denominator.Value.Detach()];
    }
}
