using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Reads windows and transforms them: a lane for each tile of one channel, or for each channel of one tile.</summary>
/// <remarks>
/// A window is transformed down its columns first, row by row as it lies in memory, then turned so that its columns become vectors, and
/// transformed along its rows. That takes one load for each row of a window instead of one for each element.
/// </remarks>
[SkipLocalsInit]
internal static unsafe class WinogradReader<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Elements from one row of half-transformed windows, and of masks, to the next: at least a window, at least a vector.</summary>
    public static int Width
    {
        [MethodImpl(AggressiveInlining)]
        get => TLanes.Count > 8 ? TLanes.Count : 8;
    }

    /// <summary>Elements of a set of half-transformed windows, one for each lane.</summary>
    public static int HalfCount => WinogradTransform<TLanes, T>.Reads * TLanes.Count * Width;

    /// <summary>Transforms the columns of one window of 6x6: half[i, lane, j] = (Bᵀ d)[i, j].</summary>
    /// <param name="source">The whole source.</param>
    /// <param name="count">Elements of the source.</param>
    /// <param name="at">Element of the window's first read.</param>
    /// <param name="pitch">Elements from one row of the source to the next.</param>
    /// <param name="window">The window.</param>
    /// <param name="masks">The table of column masks.</param>
    /// <param name="half">Receives the lane's part of <see cref="HalfCount"/> elements.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Six(T* source, long count, long at, nint pitch, in WinogradWindow window, T* masks, T* half)
    {
        T* d = source + at;
        T* mask = masks + (window.Mask * Width);
        int first = window.First, last = window.Last;
        T* copy = stackalloc T[6 * Width];
        if (IsUnsafe(count, at, pitch, first, last))
        {
            Copy(source, count, at, pitch, first, last, copy);
            d = copy;
            pitch = Width;
        }
        nint step = TLanes.Count * Width;
        for (int j = 0; j < Width; j += TLanes.Count)
        {
            TLanes m = TLanes.Load(mask + j);
            T* p = d + j;
            TLanes d0, d1, d2, d3, d4, d5;
            if (first == 0 && last == 6)
            {
                d0 = TLanes.Load(p) & m;
                d1 = TLanes.Load(p + pitch) & m;
                d2 = TLanes.Load(p + (2 * pitch)) & m;
                d3 = TLanes.Load(p + (3 * pitch)) & m;
                d4 = TLanes.Load(p + (4 * pitch)) & m;
                d5 = TLanes.Load(p + (5 * pitch)) & m;
            }
            else
            {
                d0 = first <= 0 && last > 0 ? TLanes.Load(p) & m : TLanes.Zero;
                d1 = first <= 1 && last > 1 ? TLanes.Load(p + pitch) & m : TLanes.Zero;
                d2 = first <= 2 && last > 2 ? TLanes.Load(p + (2 * pitch)) & m : TLanes.Zero;
                d3 = first <= 3 && last > 3 ? TLanes.Load(p + (3 * pitch)) & m : TLanes.Zero;
                d4 = first <= 4 && last > 4 ? TLanes.Load(p + (4 * pitch)) & m : TLanes.Zero;
                d5 = last > 5 ? TLanes.Load(p + (5 * pitch)) & m : TLanes.Zero;
            }
            WinogradTransform<TLanes, T>.Input(d0, d1, d2, d3, d4, d5, half + j, step);
        }
    }

    /// <summary>Transforms the columns of one tile of 4x4 results: half[i, lane, j] = (A y)[i, j].</summary>
    /// <inheritdoc cref="Six"/>
    [MethodImpl(AggressiveOptimization)]
    public static void Four(T* source, long count, long at, nint pitch, in WinogradWindow window, T* masks, T* half)
    {
        T* d = source + at;
        T* mask = masks + (window.Mask * Width);
        int last = window.Last;
        T* copy = stackalloc T[6 * Width];
        if (IsUnsafe(count, at, pitch, 0, last))
        {
            Copy(source, count, at, pitch, 0, last, copy);
            d = copy;
            pitch = Width;
        }
        nint step = TLanes.Count * Width;
        for (int j = 0; j < Math.Max(4, TLanes.Count); j += TLanes.Count)
        {
            TLanes m = TLanes.Load(mask + j);
            T* p = d + j;
            TLanes d0 = last > 0 ? TLanes.Load(p) & m : TLanes.Zero;
            TLanes d1 = last > 1 ? TLanes.Load(p + pitch) & m : TLanes.Zero;
            TLanes d2 = last > 2 ? TLanes.Load(p + (2 * pitch)) & m : TLanes.Zero;
            TLanes d3 = last > 3 ? TLanes.Load(p + (3 * pitch)) & m : TLanes.Zero;
            WinogradTransform<TLanes, T>.Gradient(d0, d1, d2, d3, half + j, step);
        }
    }

    /// <summary>Transforms the rows of half-transformed windows of 6x6: target[6 i + j] = (half B)[i, j], a vector of lanes each.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void FinishSix(T* half, T* target, nint targetStep)
    {
        nint n = TLanes.Count;
        T* turned = stackalloc T[8 * TLanes.Count];
        for (nint i = 0; i < 6; i++)
        {
            Turn(half + (i * n * Width), turned, 6);
            WinogradTransform<TLanes, T>.Input(
                TLanes.Load(turned), TLanes.Load(turned + n), TLanes.Load(turned + (2 * n)),
                TLanes.Load(turned + (3 * n)), TLanes.Load(turned + (4 * n)), TLanes.Load(turned + (5 * n)),
                target + (6 * i * targetStep), targetStep);
        }
    }

    /// <summary>Transforms the rows of half-transformed tiles of 4x4: target[6 i + j] = (half Aᵀ)[i, j], a vector of lanes each.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void FinishFour(T* half, T* target, nint targetStep)
    {
        nint n = TLanes.Count;
        T* turned = stackalloc T[8 * TLanes.Count];
        for (nint i = 0; i < 6; i++)
        {
            Turn(half + (i * n * Width), turned, 4);
            WinogradTransform<TLanes, T>.Gradient(
                TLanes.Load(turned), TLanes.Load(turned + n), TLanes.Load(turned + (2 * n)), TLanes.Load(turned + (3 * n)),
                target + (6 * i * targetStep), targetStep);
        }
    }

    /// <summary>turned[j, lane] = half[lane, j] for the first columns.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Turn(T* half, T* turned, int columns)
    {
        if (TLanes.Count == 8 && Transposition<T>.IsEight)
        {
            Transposition<T>.Eight(half, 8, turned, wide: columns > 4);
            return;
        }
        int side = Transposition<T>.Side;
        if (TLanes.Count < side || side == 1)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int lane = 0; lane < TLanes.Count; lane++)
                    turned[(j * TLanes.Count) + lane] = half[(lane * Width) + j];
            }
            return;
        }
        for (int lane = 0; lane < TLanes.Count; lane += side)
        {
            for (int j = 0; j < columns; j += side)
                Transposition<T>.Block(half + (lane * Width) + j, Width, turned + (j * TLanes.Count) + lane, TLanes.Count);
        }
    }

    /// <summary>Whether whole vectors would reach outside the source.</summary>
    [MethodImpl(AggressiveInlining)]
    private static bool IsUnsafe(long count, long at, nint pitch, int first, int last) =>
        at + (first * pitch) < 0 || at + ((last - 1) * pitch) + Width > count;

    /// <summary>Copies the rows of a window that exist, without leaving the source.</summary>
    private static void Copy(T* source, long count, long at, nint pitch, int first, int last, T* copy)
    {
        new Span<T>(copy, 6 * Width).Clear();
        for (int i = first; i < last; i++)
        {
            for (int j = 0; j < 6; j++)
            {
                long element = at + (i * pitch) + j;
                if (element >= 0 && element < count)
                    copy[(i * Width) + j] = source[element];
            }
        }
    }
}
