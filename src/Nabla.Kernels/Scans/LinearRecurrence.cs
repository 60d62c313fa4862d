using System.Numerics;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Scans;

/// <summary>First-order recurrences along the middle axis of [outer, n, inner], adjacent in memory.</summary>
/// <remarks>Each line is computed by one thread in order, so the results do not depend on the number of threads.</remarks>
public static unsafe class LinearRecurrence
{
    /// <summary>y[k] = b[k] + a[k]·y[k-1], starting from y[-1] = 0; reversed, y[k] = b[k] + a[k]·y[k+1].</summary>
    /// <param name="b">What is added.</param>
    /// <param name="a">What the neighbour is multiplied with.</param>
    /// <param name="y">Output; may be b or a.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="n">Size of the axis.</param>
    /// <param name="inner">Product of the sizes after the axis.</param>
    /// <param name="reverse">Whether to run from the last element to the first.</param>
    public static void Run<T>(T* b, T* a, T* y, long outer, long n, long inner, bool reverse) where T : unmanaged, IFloatingPoint<T>
    {
        if (outer == 0 || n == 0 || inner == 0) return;
        Body<T> body = new(b, a, y, n, inner, reverse);
        WorkPool.For(outer * inner, Math.Max(1, 8192 / n), ref body);
    }

    private readonly struct Body<T>(T* b, T* a, T* y, long n, long inner, bool reverse) : IRangeBody where T : unmanaged, IFloatingPoint<T>
    {
        public void Invoke(long start, long end)
        {
            for (long line = start; line < end; line++)
            {
                long first = (line / inner * n * inner) + (line % inner);
                double total = 0;
                for (long k = 0; k < n; k++)
                {
                    long at = first + ((reverse ? n - 1 - k : k) * inner);
                    // Nothing precedes the first element, not even an infinite factor times 0.
                    total = double.CreateTruncating(b[at]) + (k == 0 ? 0 : double.CreateTruncating(a[at]) * total);
                    y[at] = T.CreateTruncating(total);
                }
            }
        }
    }
}
