using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>The right operand of matrix products in the panels that the register tile reads: packed once, used by many products.</summary>
/// <remarks>
/// As large as the matrix itself, its columns rounded up to whole panels. For a product with few rows packing costs as much as multiplying. The owner drops it when the
/// matrix changes; the memory is freed when it is disposed of or forgotten.
/// </remarks>
public sealed unsafe class PreparedMatrix : IDisposable
{
    private readonly int _element;
    private readonly NativeBlock _block;

    private PreparedMatrix(long rows, long columns, int element, long bytes)
    {
        (Rows, Columns, Bytes, _element) = (rows, columns, bytes, element);
        _block = new(bytes);
    }

    /// <summary>Rows of the matrix.</summary>
    public long Rows { get; }

    /// <summary>Columns of the matrix.</summary>
    public long Columns { get; }

    /// <summary>Size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>Packs a matrix.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="rows">Its rows: the depth of the products.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="source">Element (i, j) lies at <c>source[i * rowStride + j * columnStride]</c>.</param>
    /// <param name="rowStride">Elements from one row to the next.</param>
    /// <param name="columnStride">Elements from one column to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public static PreparedMatrix Of<T>(long rows, long columns, T* source, long rowStride, long columnStride)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"A matrix of {typeof(T)} cannot be prepared: float and double can.");
        if (Lanes512<T>.IsAccelerated) return Pack<Lanes512<T>, T>(rows, columns, source, rowStride, columnStride);
        if (Lanes256<T>.IsAccelerated) return Pack<Lanes256<T>, T>(rows, columns, source, rowStride, columnStride);
        if (Lanes128<T>.IsAccelerated) return Pack<Lanes128<T>, T>(rows, columns, source, rowStride, columnStride);
        return Pack<Lanes1<T>, T>(rows, columns, source, rowStride, columnStride);
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();

    /// <summary>The panels, for a product of these sizes.</summary>
    /// <exception cref="ArgumentException">It was made from another matrix.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed of.</exception>
    internal T* Panels<T>(long rows, long columns)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(_block.Pointer == null, this);
        if (rows != Rows || columns != Columns || sizeof(T) != _element)
            throw new ArgumentException($"The prepared matrix is {Rows} x {Columns} with elements of {_element} bytes; the product wants {rows} x {columns} of {sizeof(T)} bytes.");
        return (T*)_block.Pointer;
    }

    private static PreparedMatrix Pack<TLanes, T>(long rows, long columns, T* source, long rowStride, long columnStride)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        int width = ProductForm<TLanes, T>.PanelColumns(columns);
        long panels = Chunks.Count(columns, width);
        PreparedMatrix matrix = new(rows, columns, sizeof(T), panels * width * rows * sizeof(T));
        if (rows == 0 || columns == 0) return matrix;
        var body = new PackBody<TLanes, T>
        {
            Source = source,
            Target = (T*)matrix._block.Pointer,
            Rows = rows,
            Columns = columns,
            RowStride = rowStride,
            ColumnStride = columnStride,
            Depth = ProductForm<TLanes, T>.PreparedDepth(columns, rows),
        };
        WorkPool.For(panels, Math.Max(1, (1 << 16) / (rows * width)), ref body);
        return matrix;
    }

    private struct PackBody<TLanes, T> : IRangeBody
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged
    {
        public T* Source, Target;
        public long Rows, Columns, RowStride, ColumnStride, Depth;

        public readonly void Invoke(long start, long end)
        {
            int width = ProductForm<TLanes, T>.PanelColumns(Columns);
            long padded = Chunks.Count(Columns, width) * width;
            for (long k = 0; k < Rows; k += Depth)
            {
                long depth = Math.Min(Depth, Rows - k);
                for (long column = start * width; column < end * width; column += width)
                {
                    T* from = Source + (k * RowStride) + (column * ColumnStride);
                    T* to = Target + (k * padded) + (column * depth);
                    int columns = (int)Math.Min(width, Columns - column);
                    if (width > HighTile.Vectors * TLanes.Count)
                        Packing<TLanes, T>.Right<WideTile>(from, RowStride, ColumnStride, columns, depth, to);
                    else
                        Packing<TLanes, T>.Right<HighTile>(from, RowStride, ColumnStride, columns, depth, to);
                }
            }
        }
    }
}
