using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Gemm;

/// <summary>Copies parts of the operands into panels that a register tile reads from front to back.</summary>
internal static unsafe class Packing<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>panel[k, i] = source[i, k] for up to 6 rows; missing rows are zero.</summary>
    public static void Left(T* source, long rowStride, long colStride, int rows, long depth, T* panel) => Left<HighTile>(source, rowStride, colStride, rows, depth, panel);

    /// <summary>panel[k, i] = source[i, k] for up to a tile's rows; missing rows are zero.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Left<TForm>(T* source, long rowStride, long colStride, int rows, long depth, T* panel)
        where TForm : struct, ITileForm
    {
        int width = TForm.Rows;
        nint row = (nint)rowStride, col = (nint)colStride;
        nint k = 0;
        if (rows < width)
        {
            for (; k < depth; k++)
            {
                for (int i = 0; i < width; i++)
                    panel[(k * width) + i] = i < rows ? source[(i * row) + (k * col)] : default;
            }
        }
        else if (row == 1)
        {
            for (; k < depth; k++)
            {
                if (width == 4)
                    *(Four<T>*)(panel + (k * width)) = *(Four<T>*)(source + (k * col));
                else
                    *(Six<T>*)(panel + (k * width)) = *(Six<T>*)(source + (k * col));
            }
        }
        else
        {
            int side = Transposition<T>.Side;
            if (col == 1 && side > 1)
            {
                int whole = width / side * side;
                for (; k <= depth - side; k += side)
                {
                    for (int i = 0; i < whole; i += side)
                        Transposition<T>.Block(source + (i * row) + k, row, panel + (k * width) + i, width);
                    for (int i = whole; i < width; i++)
                    {
                        for (int j = 0; j < side; j++)
                            panel[((k + j) * width) + i] = source[(i * row) + k + j];
                    }
                }
            }
            for (; k < depth; k++)
            {
                T* from = source + (k * col);
                T* to = panel + (k * width);
                to[0] = from[0];
                to[1] = from[row];
                to[2] = from[2 * row];
                to[3] = from[3 * row];
                if (width == 4)
                    continue;
                to[4] = from[4 * row];
                to[5] = from[5 * row];
            }
        }
    }

    /// <summary><see cref="Right"/> for several whole panels side by side, <paramref name="pitch"/> elements apart, each row of the source read in one run.</summary>
    public static void RightGroup(T* source, long rowStride, int panels, long depth, T* panel, long pitch) => RightGroup<HighTile>(source, rowStride, panels, depth, panel, pitch);

    /// <summary><see cref="Right{TForm}"/> for several whole panels side by side, <paramref name="pitch"/> elements apart, each row of the source read in one run.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void RightGroup<TForm>(T* source, long rowStride, int panels, long depth, T* panel, long pitch)
        where TForm : struct, ITileForm
    {
        nint width = TForm.Vectors * TLanes.Count, row = (nint)rowStride, next = (nint)pitch;
        if (panels == 4)
        {
            T* third = panel + (2 * next);
            for (nint k = (nint)depth; k > 0; k--, source += row, panel += width, third += width)
            {
                Line<TForm>(source, panel);
                Line<TForm>(source + width, panel + next);
                Line<TForm>(source + (2 * width), third);
                Line<TForm>(source + (3 * width), third + next);
            }
            return;
        }
        for (nint k = 0; k < depth; k++, source += row, panel += width)
        {
            T* from = source, to = panel;
            for (int i = 0; i < panels; i++, from += width, to += next)
                Line<TForm>(from, to);
        }
    }

    /// <summary>Copies one depth of a panel of the right operand.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Line<TForm>(T* from, T* to)
        where TForm : struct, ITileForm
    {
        TLanes low = TLanes.Load(from), high = TLanes.Load(from + TLanes.Count), last = TForm.Vectors == 3 ? TLanes.Load(from + (2 * TLanes.Count)) : high;
        TLanes.Store(to, low);
        TLanes.Store(to + TLanes.Count, high);
        if (TForm.Vectors == 3)
            TLanes.Store(to + (2 * TLanes.Count), last);
    }

    /// <summary>panel[k, j] = source[k, j] for up to two vectors of columns; missing columns are zero.</summary>
    public static void Right(T* source, long rowStride, long colStride, int columns, long depth, T* panel) => Right<HighTile>(source, rowStride, colStride, columns, depth, panel);

    /// <summary>panel[k, j] = source[k, j] for up to a tile's columns; missing columns are zero.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Right<TForm>(T* source, long rowStride, long colStride, int columns, long depth, T* panel)
        where TForm : struct, ITileForm
    {
        int width = TForm.Vectors * TLanes.Count;
        nint row = (nint)rowStride, col = (nint)colStride;
        nint k = 0;
        if (columns == width && col == 1)
        {
            for (; k < depth; k++, source += row, panel += width)
                Line<TForm>(source, panel);
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

/// <summary>The rows of a wide register tile at one depth, copied at once.</summary>
[InlineArray(4)]
internal struct Four<T>
    where T : unmanaged
{
    private T _first;
}
