using System.Runtime.CompilerServices;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Softmax;

/// <summary>Softmax and log-softmax along the middle axis of an array [outer, n, inner], adjacent in memory; float or double.</summary>
/// <remarks>
/// Rows are shared among the threads, and each is computed by one of them in a fixed order. Float sums run in lanes over at most 4096 values and
/// in double precision from there on. A row of -∞ alone gives NaN, as in PyTorch.
/// </remarks>
public static unsafe partial class SoftmaxKernels
{
    /// <summary>y = e^(x - max) / Σ e^(x - max).</summary>
    /// <param name="x">Input.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="n">Size of the axis.</param>
    /// <param name="inner">Product of the sizes after the axis; 1 is fastest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative extent.</exception>
    public static void Softmax<T>(T* x, T* y, long outer, long n, long inner) where T : unmanaged => Forward<T, No>(x, y, outer, n, inner);

    /// <summary>y = x - max - log Σ e^(x - max).</summary>
    /// <inheritdoc cref="Softmax{T}"/>
    public static void LogSoftmax<T>(T* x, T* y, long outer, long n, long inner) where T : unmanaged => Forward<T, Yes>(x, y, outer, n, inner);

    private static void Forward<T, TLog>(T* x, T* y, long outer, long n, long inner) where T : unmanaged where TLog : struct, IFlag
    {
        long rows = Check(outer, n, inner);
        if (rows == 0)
            return;
        if (Width.Is512) Start<Lanes512<T>, T, TLog>(x, y, outer, n, inner);
        else if (Width.Is256) Start<Lanes256<T>, T, TLog>(x, y, outer, n, inner);
        else if (Width.Is128) Start<Lanes128<T>, T, TLog>(x, y, outer, n, inner);
        else Start<Lanes1<T>, T, TLog>(x, y, outer, n, inner);
    }

    private static void Start<V, T, TLog>(T* x, T* y, long outer, long n, long inner)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        if (inner == 1)
        {
            RowBody<V, T, TLog> rows = new(x, y, n, Streaming.Pays(outer * n * sizeof(T), y, x) && Streaming.Aligns(y, n * sizeof(T)));
            WorkPool.For(outer, Math.Max(1, 4096 / n), ref rows);
            return;
        }
        ColumnBody<V, T, TLog> columns = new(x, y, n, inner);
        WorkPool.For(outer * ColumnBlocks(inner), Math.Max(1, 4096 / (n * Math.Min(inner, BlockWidth))), ref columns);
    }

    private readonly struct RowBody<V, T, TLog>(T* x, T* y, long n, bool stream) : IRangeBody
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        public void Invoke(long start, long end)
        {
            long row = start;
            if (TLog.Value)
            {
                Logarithms(start, end);
                return;
            }
            if (SoftmaxRow.Pairs<V, T>(n))
            {
                for (; row < end - 1; row += 2)
                    SoftmaxRow.ForwardPair<V, T>(x + (row * n), y + (row * n), n);
            }
            for (; row < end; row++)
                SoftmaxRow.Forward<V, T>(x + (row * n), y + (row * n), n);
        }

        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Logarithms(long start, long end)
        {
            T* max = stackalloc T[LogSumRows.Most];
            double* log = stackalloc double[LogSumRows.Most];
            for (long first = start; first < end; first += LogSumRows.Most)
            {
                int count = (int)Math.Min(LogSumRows.Most, end - first);
                LogSumRows.Run<V, T>(x + (first * n), n, count, max, log);
                for (int k = 0; k < count; k++)
                    SoftmaxRow.Shift<V, T>(x + ((first + k) * n), y + ((first + k) * n), n, max[k], ScalarNumber.From<T>(log[k]), stream);
            }
            if (stream) Streaming.Fence();
        }
    }

    private readonly struct ColumnBody<V, T, TLog>(T* x, T* y, long n, long inner) : IRangeBody
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        public void Invoke(long start, long end)
        {
            long blocks = ColumnBlocks(inner);
            for (long job = start; job < end; job++)
            {
                long first = job % blocks * BlockWidth;
                long offset = (job / blocks * n * inner) + first;
                SoftmaxColumns.Forward<V, T, TLog>(x + offset, y + offset, n, inner, Math.Min(BlockWidth, inner - first));
            }
        }
    }
}
