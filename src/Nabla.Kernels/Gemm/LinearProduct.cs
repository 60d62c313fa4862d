using System.Runtime.CompilerServices;

namespace Nabla.Kernels.Gemm;

/// <summary>y = f(x·Wᵀ + b): a linear layer and what follows it, in one pass over y.</summary>
public static unsafe class LinearProduct
{
    /// <summary>Fewest rows that a prepared weight is used for; below, the weight is read once as it lies, at the speed of memory.</summary>
    public const long FewestPreparedRows = 4;

    /// <summary>Computes y.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TEpilogue">What is done to the finished values, for example <see cref="UnaryEpilogue{T, K}"/>.</typeparam>
    /// <param name="rows">Rows of x and y.</param>
    /// <param name="outputs">Columns of y, rows of W.</param>
    /// <param name="inputs">Columns of x and W.</param>
    /// <param name="x">x.</param>
    /// <param name="xRow">Elements from one row of x to the next.</param>
    /// <param name="xColumn">Elements from one column of x to the next.</param>
    /// <param name="weight">W.</param>
    /// <param name="weightRow">Elements from one row of W to the next.</param>
    /// <param name="weightColumn">Elements from one column of W to the next.</param>
    /// <param name="bias">b, contiguous; null for none.</param>
    /// <param name="y">y, with contiguous rows one after another.</param>
    /// <param name="prepared">Wᵀ, prepared; null to read <paramref name="weight"/>.</param>
    /// <param name="epilogue">Applied once to every element of y.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="ArgumentException"><paramref name="prepared"/> has other sizes.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public static void Run<T, TEpilogue>(
        long rows, long outputs, long inputs, T* x, long xRow, long xColumn, T* weight, long weightRow, long weightColumn, T* bias, T* y, PreparedMatrix? prepared, in TEpilogue epilogue)
        where T : unmanaged
        where TEpilogue : struct, IEpilogue<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        ArgumentOutOfRangeException.ThrowIfNegative(inputs);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Linear layers of {typeof(T)} are not supported: float and double are.");
        var product = new Product<T>
        {
            M = rows,
            N = outputs,
            K = inputs,
            A = x,
            ARow = xRow,
            ACol = xColumn,
            B = weight,
            BRow = weightColumn,
            BCol = weightRow,
            C = y,
            CRow = outputs,
            CCol = 1,
            Alpha = typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(1f) : Unsafe.BitCast<double, T>(1),
            ColumnBias = bias,
            Panels = prepared is null || rows < FewestPreparedRows ? null : prepared.Panels<T>(inputs, outputs),
        };
        ProductChooser.Run(product, epilogue);
        GC.KeepAlive(prepared);
    }
}
