using Nabla.Kernels.Convolution;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>Gathers the small planes of one channel into a row, so that one call sees them all, and puts them back.</summary>
internal static unsafe class ChannelRow<V, T>
    where V : struct, ILanes<V, T>
    where T : unmanaged
{
    private const int FirstBuffer = 3;
    private const long MostElements = 8192;

    /// <summary>Whether a channel's planes are gathered: a choice by size alone.</summary>
    public static bool Suits(long n, long spatial) => n * spatial <= MostElements;

    /// <summary>Row 0 or 1 of the calling thread.</summary>
    public static T* Take(int index, long count) => Scratch.Take<T>(FirstBuffer + index, count);

    /// <summary>row = the <paramref name="n"/> planes that lie <paramref name="step"/> apart.</summary>
    public static void Gather(T* planes, long n, long step, long spatial, T* row)
    {
        for (long i = 0; i < n; i++) ShortRow<V, T>.Copy(planes + (i * step), row + (i * spatial), (nint)spatial);
    }

    /// <summary>The planes = row.</summary>
    public static void Scatter(T* row, long n, long step, long spatial, T* planes)
    {
        for (long i = 0; i < n; i++) ShortRow<V, T>.Copy(row + (i * spatial), planes + (i * step), (nint)spatial);
    }
}
