using System.Runtime.InteropServices;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>OpenBLAS through its C interface, where the library is installed.</summary>
internal sealed unsafe partial class OpenBlasPeer : IKernelPeer
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, Plain = 111, Turned = 112;
    private Action _work = static () => { };

    private OpenBlasPeer() => SetThreads(WorkPool.Threads);

    /// <inheritdoc/>
    public string Name => "OpenBLAS";

    /// <summary>The peer, or null when the library is missing.</summary>
    public static OpenBlasPeer? Find() => NativeLibrary.TryLoad(Library, out _) ? new() : null;

    /// <inheritdoc/>
    public bool Prepare(KernelCase work)
    {
        if (work.Kind is not ("gemm" or "gemm-nt" or "dgemm")) return false;
        int m = (int)work.Sizes[0], n = (int)work.Sizes[1], k = (int)work.Sizes[2];
        int turned = work.Kind == "gemm-nt" ? Turned : Plain, row = work.Kind == "gemm-nt" ? k : n;
        if (work.IsDouble)
        {
            double[] a = new double[m * k], b = new double[k * n], c = new double[m * n];
            Array.Fill(a, 0.5);
            Array.Fill(b, 0.25);
            _work = () =>
            {
                fixed (double* pa = a, pb = b, pc = c) Double(RowMajor, Plain, turned, m, n, k, 1, pa, k, pb, row, 0, pc, n);
            };
        }
        else
        {
            float[] a = new float[m * k], b = new float[k * n], c = new float[m * n];
            Array.Fill(a, 0.5f);
            Array.Fill(b, 0.25f);
            _work = () =>
            {
                fixed (float* pa = a, pb = b, pc = c) Single(RowMajor, Plain, turned, m, n, k, 1, pa, k, pb, row, 0, pc, n);
            };
        }
        return true;
    }

    /// <inheritdoc/>
    public double Seconds() => KernelClock.Median(_work, KernelClock.Round);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Single(
        int order, int ta, int tb, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    private static partial void Double(
        int order, int ta, int tb, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);
}
