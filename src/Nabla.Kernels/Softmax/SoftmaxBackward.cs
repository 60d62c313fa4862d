using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Softmax;

public static unsafe partial class SoftmaxKernels
{
    /// <summary>Columns that are handled together when the axis is not innermost.</summary>
    private const long BlockWidth = 64;

    /// <summary>dx = y ⊙ (g - Σ g ⊙ y), where y is the output of <see cref="Softmax{T}"/>.</summary>
    /// <param name="gradient">Upstream gradient g.</param>
    /// <param name="output">The forward output y.</param>
    /// <param name="dx">Gradient of the input; may be the upstream gradient or the output.</param>
    /// <param name="outer">Product of the sizes before the axis.</param>
    /// <param name="n">Size of the axis.</param>
    /// <param name="inner">Product of the sizes after the axis.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative extent.</exception>
    public static void SoftmaxBackward<T>(T* gradient, T* output, T* dx, long outer, long n, long inner) where T : unmanaged =>
        Backward<T, No>(gradient, output, dx, outer, n, inner);

    /// <summary>dx = g - e^y · Σ g, where y is the output of <see cref="LogSoftmax{T}"/>.</summary>
    /// <inheritdoc cref="SoftmaxBackward{T}"/>
    public static void LogSoftmaxBackward<T>(T* gradient, T* output, T* dx, long outer, long n, long inner) where T : unmanaged =>
        Backward<T, Yes>(gradient, output, dx, outer, n, inner);

    private static void Backward<T, TLog>(T* g, T* y, T* dx, long outer, long n, long inner) where T : unmanaged where TLog : struct, IFlag
    {
        long rows = Check(outer, n, inner);
        if (rows == 0)
            return;
        if (Width.Is512) Start<Lanes512<T>, T, TLog>(g, y, dx, outer, n, inner);
        else if (Width.Is256) Start<Lanes256<T>, T, TLog>(g, y, dx, outer, n, inner);
        else if (Width.Is128) Start<Lanes128<T>, T, TLog>(g, y, dx, outer, n, inner);
        else Start<Lanes1<T>, T, TLog>(g, y, dx, outer, n, inner);
    }

    private static void Start<V, T, TLog>(T* g, T* y, T* dx, long outer, long n, long inner)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        if (inner == 1)
        {
            RowBackward<V, T, TLog> rows = new(g, y, dx, n);
            WorkPool.For(outer, Math.Max(1, 8192 / n), ref rows);
            return;
        }
        ColumnBackward<V, T, TLog> columns = new(g, y, dx, n, inner);
        WorkPool.For(outer * ColumnBlocks(inner), Math.Max(1, 8192 / (n * Math.Min(inner, BlockWidth))), ref columns);
    }

    private static long ColumnBlocks(long inner) => (inner + BlockWidth - 1) / BlockWidth;

    private static long Check(long outer, long n, long inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        return n == 0 ? 0 : checked(outer * inner);
    }

    private readonly struct RowBackward<V, T, TLog>(T* g, T* y, T* dx, long n) : IRangeBody
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where TLog : struct, IFlag
    {
        public void Invoke(long start, long end)
        {
            for (long row = start; row < end; row++)
                SoftmaxRow.Backward<V, T, TLog>(g + (row * n), y + (row * n), dx + (row * n), n);
        }
    }

    private readonly struct ColumnBackward<V, T, TLog>(T* g, T* y, T* dx, long n, long inner) : IRangeBody
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
                SoftmaxColumns.Backward<V, T, TLog>(g + offset, y + offset, dx + offset, n, inner, Math.Min(BlockWidth, inner - first));
            }
        }
    }
}

/// <summary>A choice made while compiling.</summary>
internal interface IFlag
{
    static abstract bool Value { get; }
}

/// <summary>The choice is made.</summary>
internal readonly struct Yes : IFlag
{
    public static bool Value => true;
}

/// <summary>The choice is not made.</summary>
internal readonly struct No : IFlag
{
    public static bool Value => false;
}
