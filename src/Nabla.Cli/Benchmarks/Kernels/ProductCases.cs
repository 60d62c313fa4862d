using Nabla.Kernels.Gemm;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>Matrix products: square, skinny, and the shapes of networks.</summary>
internal static class ProductCases
{
    /// <summary>All of them; sizes are m, n, k. <c>gemm-nt</c> has B transposed in memory, as a linear layer has its weight.</summary>
    public static IEnumerable<KernelCase> All()
    {
        foreach (long n in (long[])[64, 96, 128, 192, 256, 384, 512, 1024, 2048]) yield return Product<float>("gemm", n, n, n);
        foreach (long n in (long[])[128, 512, 1024, 2048]) yield return Product<double>("dgemm", n, n, n);
        foreach ((long m, long n, long k) in ((long, long, long)[])[
            (1, 1024, 1024), (1024, 1, 1024), (4, 1024, 1024), (8, 1024, 1024), (16, 1024, 1024), (32, 1024, 1024), (1024, 8, 1024), (1024, 32, 1024),
            (1024, 768, 256), (1024, 1024, 256), (256, 196, 1024), (64, 3136, 64), (256, 196, 256), (512, 49, 2048)])
            yield return Product<float>("gemm", m, n, k);
        foreach ((long m, long n, long k) in ((long, long, long)[])[(128, 128, 128), (512, 512, 512), (1, 1024, 1024), (4, 1024, 1024), (32, 1024, 1024), (128, 10, 1024), (1024, 768, 256)])
            yield return Product<float>("gemm-nt", m, n, k);
    }

    private static unsafe KernelCase Product<T>(string kind, long m, long n, long k)
        where T : unmanaged
    {
        bool turned = kind == "gemm-nt";
        return new(kind, [m, n, k], 2.0 * m * n * k, sizeof(T) * (double)((m * k) + (k * n) + (m * n)), () =>
        {
            T half = (T)Convert.ChangeType(0.5, typeof(T)), one = (T)Convert.ChangeType(1, typeof(T));
            T[] a = new T[m * k], b = new T[k * n], c = new T[m * n];
            Array.Fill(a, half);
            Array.Fill(b, half);
            return () =>
            {
                fixed (T* pa = a, pb = b, pc = c) MatrixMultiply.Run(m, n, k, one, pa, k, 1, pb, turned ? 1 : n, turned ? k : 1, default, pc, n, 1);
            };
        });
    }
}
