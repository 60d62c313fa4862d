using System.Runtime.InteropServices;

namespace Nabla.Kernels.Bench;

/// <summary>The peer: OpenBLAS through its C interface, when the library is installed.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;

    /// <summary>Whether the library is there.</summary>
    public static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Uses this many threads from now on.</summary>
    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    public static partial void SetThreads(int threads);

    /// <summary>C = A B, or with A or B transposed, all row-major.</summary>
    public static void Multiply<T>(bool transA, bool transB, int m, int n, int k, T* a, int lda, T* b, int ldb, T* c, int ldc)
        where T : unmanaged
    {
        int ta = transA ? 112 : 111, tb = transB ? 112 : 111;
        if (sizeof(T) == 4)
            Single(RowMajor, ta, tb, m, n, k, 1, (float*)a, lda, (float*)b, ldb, 0, (float*)c, ldc);
        else
            Double(RowMajor, ta, tb, m, n, k, 1, (double*)a, lda, (double*)b, ldb, 0, (double*)c, ldc);
    }

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Single(
        int order, int ta, int tb, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    private static partial void Double(
        int order, int ta, int tb, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);
}
