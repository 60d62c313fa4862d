using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>Copies parts of the operands into panels that a register tile reads from front to back.</summary>
internal static unsafe class Packing<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int LeftWidth = Tile<T>.MaxRows;

    /// <summary>panel[k, i] = source[i, k] for up to 6 rows; missing rows are zero.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Left(T* source, long rowStride, long colStride, int rows, long depth, T* panel)
    {
        nint row = (nint)rowStride, col = (nint)colStride;
        nint k = 0;
        if (rows < LeftWidth)
        {
            for (; k < depth; k++)
            {
                for (int i = 0; i < LeftWidth; i++)
                    panel[(k * LeftWidth) + i] = i < rows ? source[(i * row) + (k * col)] : default;
            }
        }
        else if (row == 1)
        {
            for (; k < depth; k++)
                *(Six<T>*)(panel + (k * LeftWidth)) = *(Six<T>*)(source + (k * col));
        }
        else
        {
            int side = Transposition<T>.Side;
            if (col == 1 && side > 1)
            {
                int whole = LeftWidth / side * side;
                for (; k <= depth - side; k += side)
                {
                    for (int i = 0; i < whole; i += side)
                        Transposition<T>.Block(source + (i * row) + k, row, panel + (k * LeftWidth) + i, LeftWidth);
                    for (int i = whole; i < LeftWidth; i++)
                    {
                        for (int j = 0; j < side; j++)
                            panel[((k + j) * LeftWidth) + i] = source[(i * row) + k + j];
                    }
                }
            }
            for (; k < depth; k++)
            {
                T* from = source + (k * col);
                T* to = panel + (k * LeftWidth);
                to[0] = from[0];
                to[1] = from[row];
                to[2] = from[2 * row];
                to[3] = from[3 * row];
                to[4] = from[4 * row];
                to[5] = from[5 * row];
            }
        }
    }

    /// <summary><see cref="Right"/> for several whole panels side by side, <paramref name="pitch"/> elements apart, each row of the source read in one run.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void RightGroup(T* source, long rowStride, int panels, long depth, T* panel, long pitch)
    {
        nint width = 2 * TLanes.Count, row = (nint)rowStride, next = (nint)pitch;
        if (panels == 4)
        {
            T* third = panel + (2 * next);
            for (nint k = (nint)depth; k > 0; k--, source += row, panel += width, third += width)
            {
                Two(source, panel);
                Two(source + width, panel + next);
                Two(source + (2 * width), third);
                Two(source + (3 * width), third + next);
            }
            return;
        }
        for (nint k = 0; k < depth; k++, source += row, panel += width)
        {
            T* from = source, to = panel;
            for (int i = 0; i < panels; i++, from += width, to += next)
            {
                Two(from, to);
            }
        }
    }

    /// <summary>Copies two vectors.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Two(T* from, T* to)
    {
        TLanes low = TLanes.Load(from), high = TLanes.Load(from + TLanes.Count);
        TLanes.Store(to, low);
        TLanes.Store(to + TLanes.Count, high);
    }

    /// <summary>panel[k, j] = source[k, j] for up to two vectors of columns; missing columns are zero.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Right(T* source, long rowStride, long colStride, int columns, long depth, T* panel)
    {
        int width = 2 * TLanes.Count;
        nint row = (nint)rowStride, col = (nint)colStride;
        nint k = 0;
        if (columns == width && col == 1)
        {
            for (; k < depth; k++)
            {
                TLanes low = TLanes.Load(source), high = TLanes.Load(source + TLanes.Count);
                TLanes.Store(panel, low);
                TLanes.Store(panel + TLanes.Count, high);
                source += row;
                panel += width;
            }
            return;
        }
        int side = Transposition<T>.Side;
        int whole = row == 1 && side > 1 ? columns / side * side : 0;
        if (whole > 0)
        {
            nint body = (nint)depth / side * side;
            for (k = 0; k < body; k += side)
            {
                for (int j = 0; j < whole; j += side)
                    Transposition<T>.Block(source + (j * col) + k, col, panel + (k * width) + j, width);
            }
            for (; k < depth; k++)
            {
                for (int j = 0; j < whole; j++)
                    panel[(k * width) + j] = source[k + (j * col)];
            }
        }
        for (k = 0; k < depth; k++)
        {
            for (int j = whole; j < columns; j++)
                panel[(k * width) + j] = source[(k * row) + (j * col)];
            for (int j = columns; j < width; j++)
                panel[(k * width) + j] = default;
        }
    }
}

/// <summary>The rows of a register tile at one depth, copied at once.</summary>
[InlineArray(Tile<byte>.MaxRows)]
internal struct Six<T>
    where T : unmanaged
{
    private T _first;
}
