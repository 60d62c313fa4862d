namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Fourier transforms of rows: powers of two, products of small primes, and a prime.</summary>
internal static class FourierCases
{
    private static readonly (long Rows, long Length)[] Sizes = [(256, 256), (64, 1024), (16, 4096), (1, 65536), (64, 1000), (128, 360), (64, 1009)];

    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All()
    {
        foreach ((long rows, long n) in Sizes)
        {
            // The customary count of operations of a complex transform; half of it for real ones.
            double flops = 5.0 * rows * n * Math.Log2(n);
            yield return new("fft", [rows, n], flops, 16.0 * rows * n, () =>
            {
                Tensor x = KernelSuite.Noise(DType.Float32, rows, n, 2);
                return () => Fourier.Fft(x).Dispose();
            })
            { Goal = 1 };
            yield return new("rfft", [rows, n], flops / 2, 8.0 * rows * n, () =>
            {
                Tensor x = KernelSuite.Noise(DType.Float32, rows, n);
                return () => Fourier.Rfft(x).Dispose();
            })
            { Goal = 1 };
            yield return new("irfft", [rows, n], flops / 2, 8.0 * rows * n, () =>
            {
                Tensor x = KernelSuite.Noise(DType.Float32, rows, (n / 2) + 1, 2);
                return () => Fourier.Irfft(x, n).Dispose();
            })
            { Goal = 1 };
        }
    }
}
