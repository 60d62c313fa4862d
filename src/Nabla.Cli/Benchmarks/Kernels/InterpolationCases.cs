namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Interpolation and grid sampling at sizes of segmentation networks and picture pipelines: batch, channels, height, width.</summary>
internal static class InterpolationCases
{
    /// <summary>All cases.</summary>
    public static IEnumerable<KernelCase> All()
    {
        long[] features = [1, 64, 56, 56], photo = [1, 3, 448, 448];
        yield return Resize("interpolate-nearest", features, 1, x => Functional.Upsample(x, 2));
        yield return Resize("interpolate-linear", features, 8, x => Functional.Upsample(x, 2, InterpolateMode.Linear));
        yield return Resize("interpolate-cubic", features, 32, x => Functional.Upsample(x, 2, InterpolateMode.Cubic));
        yield return Resize("shrink-area", photo, 8, x => Functional.Interpolate(x, 224, mode: InterpolateMode.Area));
        yield return Resize("shrink-linear-antialias", photo, 16, x => Functional.Interpolate(x, 224, mode: InterpolateMode.Linear, antialias: true));
        yield return Resize("shrink-cubic-antialias", photo, 32, x => Functional.Interpolate(x, 224, mode: InterpolateMode.Cubic, antialias: true));
        double count = 64.0 * 56 * 56;
        yield return new("interpolate-linear-step", features, 16 * 4 * count, 4 * 10 * count, () =>
        {
            Tensor x = KernelSuite.Noise(DType.Float32, features).WithGrad();
            return KernelSuite.Step(() => Functional.Upsample(x, 2, InterpolateMode.Linear), x);
        })
        { Goal = 1 };
        yield return new("grid-sample", features, 8 * count, 8 * count, () =>
        {
            Tensor x = KernelSuite.Noise(DType.Float32, features), grid = Grid();
            return () => Functional.GridSample(x, grid).Dispose();
        })
        { Goal = 1 };
        yield return new("grid-sample-step", features, 24 * count, 24 * count, () =>
        {
            Tensor x = KernelSuite.Noise(DType.Float32, features).WithGrad(), grid = Grid().WithGrad();
            return KernelSuite.Step(() => Functional.GridSample(x, grid), x, grid);
        })
        { Goal = 1 };
    }

    private static Tensor Grid() => ((KernelSuite.Noise(DType.Float32, 1, 56, 56, 2) * 2) - 1).Detach();

    private static KernelCase Resize(string kind, long[] shape, double flops, Func<Tensor, Tensor> run)
    {
        double values = shape.Aggregate(1.0, (a, b) => a * b);
        return new(kind, shape, flops * values, 4 * values * 5, () =>
        {
            Tensor x = KernelSuite.Noise(DType.Float32, shape);
            return () => run(x).Dispose();
        })
        { Goal = 1 };
    }
}
