using System.Numerics;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Scans;

/// <summary>Running log Σ exp along the middle axis of [outer, n, inner], adjacent in memory.</summary>
/// <remarks>Keeps the largest value so far and a sum relative to it, so that nothing overflows.</remarks>
public static unsafe class LogSumExpScan
{
    /// <summary>y[k] = log(exp x[0] + ... + exp x[k]).</summary>
    /// <param name="x">Input.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="n">Size of the axis.</param>
    /// <param name="inner">Product of the sizes after the axis.</param>
    public static void Run<T>(T* x, T* y, long outer, long n, long inner) where T : unmanaged, IFloatingPoint<T>
    {
        if (outer == 0 || n == 0 || inner == 0) return;
        Body<T> body = new(x, y, n, inner);
        WorkPool.For(outer * inner, Math.Max(1, 512 / n), ref body);
    }

    private readonly struct Body<T>(T* x, T* y, long n, long inner) : IRangeBody where T : unmanaged, IFloatingPoint<T>
    {
        public void Invoke(long start, long end)
        {
            for (long line = start; line < end; line++)
            {
                long at = (line / inner * n * inner) + (line % inner);
                double largest = double.NegativeInfinity, sum = 0;
                for (long k = 0; k < n; k++, at += inner)
                {
                    double value = double.CreateTruncating(x[at]);
                    if (value <= largest)
                    {
                        sum += value == largest ? 1 : Math.Exp(value - largest);
                    }
                    else
                    {
                        sum = double.IsNegativeInfinity(largest) && !double.IsNaN(value) ? 1 : (sum * Math.Exp(largest - value)) + 1;
                        largest = value;
                    }
                    y[at] = T.CreateTruncating(double.IsInfinity(largest) ? largest : largest + Math.Log(sum));
                }
            }
        }
    }
}
