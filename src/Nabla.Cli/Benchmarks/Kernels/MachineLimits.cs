using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Cli.Benchmarks.Kernels;

/// <summary>What this machine can do at most, measured when the program starts: multiply-adds in registers, and copying in memory.</summary>
/// <param name="SingleFlops">float operations a second, all threads together.</param>
/// <param name="DoubleFlops">double operations a second, all threads together.</param>
/// <param name="Bandwidth">Bytes read and written a second by a copy much larger than the caches.</param>
internal sealed unsafe record MachineLimits(double SingleFlops, double DoubleFlops, double Bandwidth)
{
    private const long CopyBytes = 128L << 20;

    /// <summary>Measures with the threads in use.</summary>
    public static MachineLimits Measure() => new(Peak<float>(), Peak<double>(), Copy());

    /// <summary>Shortest time for some work, in seconds: the slower of computing and moving it.</summary>
    public double Seconds(double flops, double bytes, bool isDouble) => Math.Max(flops / (isDouble ? DoubleFlops : SingleFlops), bytes / Bandwidth);

    private static double Peak<T>()
        where T : unmanaged =>
        Lanes512<T>.IsAccelerated ? Rate<Lanes512<T>, T>()
        : Lanes256<T>.IsAccelerated ? Rate<Lanes256<T>, T>()
        : Lanes128<T>.IsAccelerated ? Rate<Lanes128<T>, T>()
        : Rate<Lanes1<T>, T>();

    private static double Rate<TLanes, T>()
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        PeakBody<TLanes, T> body = default;
        double best = double.MaxValue;
        for (int i = 0; i < 12; i++)
        {
            long start = Stopwatch.GetTimestamp();
            WorkPool.For(WorkPool.Threads, 1, ref body);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return WorkPool.Threads * (double)PeakBody<TLanes, T>.Rounds * 12 * TLanes.Count * 2 / best;
    }

    private static double Copy()
    {
        CopyBody body = new() { From = (byte*)NativeMemory.AllocZeroed((nuint)CopyBytes), To = (byte*)NativeMemory.AllocZeroed((nuint)CopyBytes) };
        try
        {
            double best = double.MaxValue;
            for (int i = 0; i < 8; i++)
            {
                long start = Stopwatch.GetTimestamp();
                WorkPool.For(CopyBytes / CopyBody.Piece, 1, ref body);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            return 2 * CopyBytes / best;
        }
        finally
        {
            NativeMemory.Free(body.From);
            NativeMemory.Free(body.To);
        }
    }

    private struct CopyBody : IRangeBody
    {
        public const long Piece = 1 << 20;

        public byte* From, To;

        public readonly void Invoke(long start, long end) =>
            Buffer.MemoryCopy(From + (start * Piece), To + (start * Piece), (end - start) * Piece, (end - start) * Piece);
    }

    /// <summary>Twelve independent sums that never leave the registers.</summary>
    private struct PeakBody<TLanes, T> : IRangeBody
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        public const int Rounds = 2_000_000;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++) Loop();
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static T Loop()
        {
            TLanes x = TLanes.Constant(0.5), y = TLanes.Constant(0.25);
            TLanes a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
            for (int r = 0; r < Rounds; r++)
            {
                a = TLanes.Fma(x, y, a);
                b = TLanes.Fma(x, y, b);
                c = TLanes.Fma(x, y, c);
                d = TLanes.Fma(x, y, d);
                e = TLanes.Fma(x, y, e);
                f = TLanes.Fma(x, y, f);
                g = TLanes.Fma(x, y, g);
                h = TLanes.Fma(x, y, h);
                i = TLanes.Fma(x, y, i);
                j = TLanes.Fma(x, y, j);
                k = TLanes.Fma(x, y, k);
                l = TLanes.Fma(x, y, l);
            }
            return TLanes.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
        }
    }
}
