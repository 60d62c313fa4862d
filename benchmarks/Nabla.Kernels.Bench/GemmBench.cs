using System.Runtime.InteropServices;
using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.Bench;

/// <summary>Matrix products: square, skinny, transposed, and the shapes of networks.</summary>
internal static unsafe class GemmBench
{
    private static readonly (int M, int N, int K, bool TransA, bool TransB)[] Shapes =
    [
        (64, 64, 64, false, false), (96, 96, 96, false, false), (128, 128, 128, false, false), (192, 192, 192, false, false),
        (256, 256, 256, false, false), (384, 384, 384, false, false), (512, 512, 512, false, false), (1024, 1024, 1024, false, false),
        (2048, 2048, 2048, false, false), (512, 512, 512, false, true), (512, 512, 512, true, false), (128, 128, 128, false, true),
        (1, 1024, 1024, false, false), (1024, 1, 1024, false, false), (4, 1024, 1024, false, true), (32, 1024, 1024, false, true),
        (1024, 8, 1024, false, false), (128, 10, 1024, false, true), (1024, 768, 256, false, true), (256, 196, 1024, false, false),
        (64, 3136, 64, false, false),
    ];

    /// <summary>Prints one line per shape; the share is of the peak of the threads in use.</summary>
    public static void Run<T>(string name, double peak, int threads, bool peers)
        where T : unmanaged
    {
        foreach ((int m, int n, int k, bool transA, bool transB) in Shapes)
        {
            T* a = New<T>((long)m * k), b = New<T>((long)k * n), c = New<T>((long)m * n);
            T one = (T)Convert.ChangeType(1, typeof(T));
            double seconds = Timing.Median(() => MatrixMultiply.Run(
                m, n, k, one, a, transA ? 1 : k, transA ? m : 1, b, transB ? 1 : n, transB ? k : 1, default, c, n, 1));
            double rate = 2.0 * m * n * k / seconds / 1e9;
            string line = $"{name} {m,5} x {n,5} x {k,5} {(transA ? "T" : "N")}{(transB ? "T" : "N")} {rate,8:F1} GFLOP/s {rate / (peak * threads),6:P0} of peak";
            if (peers && OpenBlas.IsPresent)
            {
                OpenBlas.SetThreads(threads);
                double peer = Timing.Median(() => OpenBlas.Multiply(transA, transB, m, n, k, a, transA ? m : k, b, transB ? k : n, c, n));
                line += $"   OpenBLAS {2.0 * m * n * k / peer / 1e9,8:F1}   ratio {peer / seconds:F2}";
            }
            Console.WriteLine(line);
            NativeMemory.AlignedFree(a);
            NativeMemory.AlignedFree(b);
            NativeMemory.AlignedFree(c);
        }
    }

    /// <summary>Aligned memory filled with reproducible values in -0.5 .. 0.5.</summary>
    public static T* New<T>(long count)
        where T : unmanaged
    {
        T* memory = (T*)NativeMemory.AlignedAlloc((nuint)(count * sizeof(T)), 64);
        var random = new Random(1);
        for (long i = 0; i < count; i++)
        {
            double value = random.NextDouble() - 0.5;
            if (sizeof(T) == 4)
                ((float*)memory)[i] = (float)value;
            else
                ((double*)memory)[i] = value;
        }
        return memory;
    }
}
