using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Moves planes of as many channels as there are lanes into vectors, one vector a position, and back.</summary>
internal static unsafe class LanePlanes<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>target[p, l] = planes[l, p] for <paramref name="count"/> positions; lanes beyond <paramref name="channels"/> are zero.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Load(T* planes, nint plane, int channels, nint count, T* target)
    {
        int n = TLanes.Count, side = Transposition<T>.Side;
        bool eight = Transposition<T>.IsEight && n == 8;
        nint i = 0, group = eight ? 4 : side;
        if (channels == n && n % side == 0 && count >= group)
        {
            while (i < count)
            {
                // The last group reaches back.
                nint at = i = i > count - group ? count - group : i;
                if (eight)
                {
                    Transposition<T>.Eight(planes + at, plane, target + (at * n), wide: false);
                }
                else
                {
                    for (int l = 0; l < n; l += side)
                        Transposition<T>.Block(planes + (l * plane) + at, plane, target + (at * n) + l, n);
                }
                i += group;
            }
            return;
        }
        for (; i < count; i++)
        {
            for (int l = 0; l < n; l++)
                target[(i * n) + l] = l < channels ? planes[(l * plane) + i] : default;
        }
    }

    /// <summary>planes[l, p] = source[p, l] for the lanes below <paramref name="channels"/>.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Store(T* source, nint count, int channels, T* planes, nint plane)
    {
        int n = TLanes.Count, side = Transposition<T>.Side;
        bool eight = Transposition<T>.IsEight && n == 8;
        nint i = 0, group = eight ? 4 : side;
        if (channels == n && n % side == 0 && count >= group)
        {
            while (i < count)
            {
                nint at = i = i > count - group ? count - group : i;
                if (eight)
                {
                    Eight((float*)(source + (at * n)), (float*)(planes + at), plane);
                }
                else
                {
                    for (int l = 0; l < n; l += side)
                        Transposition<T>.Block(source + (at * n) + l, n, planes + (l * plane) + at, plane);
                }
                i += group;
            }
            return;
        }
        for (; i < count; i++)
        {
            for (int l = 0; l < channels; l++)
                planes[(l * plane) + i] = source[(i * n) + l];
        }
    }

    /// <summary>Four positions of eight channels.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Eight(float* source, float* planes, nint plane)
    {
        Vector256<float> a = Vector256.Load(source), b = Vector256.Load(source + 8), c = Vector256.Load(source + 16), d = Vector256.Load(source + 24);
        Vector256<float> ac0 = Avx.UnpackLow(a, c), ac1 = Avx.UnpackHigh(a, c), bd0 = Avx.UnpackLow(b, d), bd1 = Avx.UnpackHigh(b, d);
        Put(Avx.UnpackLow(ac0, bd0), planes, plane);
        Put(Avx.UnpackHigh(ac0, bd0), planes + plane, plane);
        Put(Avx.UnpackLow(ac1, bd1), planes + (2 * plane), plane);
        Put(Avx.UnpackHigh(ac1, bd1), planes + (3 * plane), plane);
    }

    [MethodImpl(AggressiveInlining)]
    private static void Put(Vector256<float> two, float* planes, nint plane)
    {
        two.GetLower().Store(planes);
        two.GetUpper().Store(planes + (4 * plane));
    }
}

/// <summary>Which part of a plane a strip of a pass reads, and where it lies among the vectors of a buffer in which the padding is real.</summary>
internal readonly unsafe struct LaneSource<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private readonly long _width, _height, _column0, _column1;
    private readonly bool _clears;

    /// <summary>Buffered rows of a strip and columns; the first strip's buffer begins at source row and column First.</summary>
    public readonly long Rows, Columns, FirstRow, FirstColumn;

    public LaneSource(long height, long width, long firstRow, long rows, long firstColumn, long columns, bool whole)
    {
        (_height, _width, FirstRow, Rows, FirstColumn, Columns) = (height, width, firstRow, rows, firstColumn, columns);
        _column0 = Math.Clamp(firstColumn, 0, width);
        _column1 = Math.Clamp(firstColumn + columns, _column0, width);
        // With one strip the rows outside are margins for every channel.
        _clears = !whole;
    }

    /// <summary>Elements of the buffer, and of the room that very short rows need besides.</summary>
    public long Count => Rows * Columns * TLanes.Count;

    /// <inheritdoc cref="Count"/>
    public long Extra => IsShort ? Rows * _width * TLanes.Count : 0;

    private bool IsShort => _column1 - _column0 < 4;

    /// <summary>Clears the margins, which no channel overwrites.</summary>
    public void Clear(T* buffer) => new Span<T>(buffer, checked((int)Count)).Clear();

    /// <summary>Copies a strip of the planes of a block of channels, <paramref name="shift"/> source rows below the first one.</summary>
    [MethodImpl(AggressiveOptimization)]
    public void Fill(T* planes, int channels, long shift, T* buffer, T* extra)
    {
        nint n = TLanes.Count, plane = (nint)(_height * _width), count = (nint)(_column1 - _column0), pitch = (nint)(Columns * n);
        long first = FirstRow + shift, row0 = Math.Clamp(first, 0, _height), row1 = Math.Clamp(first + Rows, row0, _height);
        long above = Math.Clamp(row0 - first, 0, Rows), below = above + row1 - row0;
        if (_clears)
        {
            new Span<T>(buffer, (int)(above * pitch)).Clear();
            new Span<T>(buffer + (below * pitch), (int)((Rows - below) * pitch)).Clear();
        }
        T* to = buffer + (above * pitch) + ((_column0 - FirstColumn) * n);
        if (!IsShort)
        {
            T* from = planes + (row0 * _width) + _column0;
            for (long r = row0; r < row1; r++, from += _width, to += pitch)
                LanePlanes<TLanes, T>.Load(from, plane, channels, count, to);
            return;
        }
        LanePlanes<TLanes, T>.Load(planes + (row0 * _width), plane, channels, (nint)((row1 - row0) * _width), extra);
        extra += _column0 * n;
        for (long r = row0; r < row1; r++, extra += _width * n, to += pitch)
        {
            for (nint c = 0; c < count * n; c += n)
                TLanes.Store(to + c, TLanes.Load(extra + c));
        }
    }
}
