using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Transforms 3x3 kernels for <see cref="WinogradConvolution{TLanes, T}"/>, straight into the panels of the 36 products.</summary>
/// <remarks>The six rows of a panel do not fill vectors, but those of a few channels fill three: their products are then neighbours in the panels and need no sorting.</remarks>
[SkipLocalsInit]
internal static unsafe class WinogradWeights<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int TileRows = Tile<T>.MaxRows, Taps = 9;
    private const int Products = WinogradTransform<TLanes, T>.Products;

    /// <summary>Channels at once: their rows fill three vectors, where a vector has more than one value.</summary>
    private static int Channels => Math.Max(1, TLanes.Count / 2);

    /// <summary>Values of the rows of these channels, whole vectors.</summary>
    private static int Width => TileRows * Channels;

    /// <summary>One panel: target[p * step + 6 * channel + row] = product p of the kernel of that row and channel.</summary>
    /// <param name="weights">The first kernel.</param>
    /// <param name="row">Elements from one row's kernel to the next.</param>
    /// <param name="channel">Elements from one channel's kernel to the next.</param>
    /// <param name="rows">Rows that exist, 1 .. 6; the products of the others are zero.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="reversed">Whether the taps come in reverse order.</param>
    /// <param name="target">Receives the products.</param>
    /// <param name="step">Elements from one product to the next.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Pack(T* weights, nint row, nint channel, int rows, long channels, bool reversed, T* target, nint step)
    {
        nint n = TLanes.Count, width = Width;
        T* kernels = stackalloc T[Taps * Width];
        T* rest = stackalloc T[Products * Width];
        new Span<T>(kernels, Taps * Width).Clear();
        T* first = reversed ? kernels + (8 * width) : kernels;
        nint next = reversed ? -width : width;
        for (long c = 0; c < channels; c += Channels, weights += Channels * channel, target += width)
        {
            int present = (int)Math.Min(Channels, channels - c);
            for (int i = 0; i < present; i++)
                Spread(weights + (i * channel), row, rows, first + (i * TileRows), next);
            bool whole = present == Channels;
            for (nint v = 0; v < width; v += n)
                WinogradTransform<TLanes, T>.Weight(kernels + v, width, whole ? target + v : rest + v, whole ? step : width);
            for (nint p = 0; !whole && p < Products; p++)
            {
                for (int i = 0; i < present * TileRows; i++)
                    target[(p * step) + i] = rest[(p * width) + i];
            }
        }
    }

    /// <summary>The kernels of one channel, a tap after the other, rows side by side.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Spread(T* weights, nint row, int rows, T* target, nint next)
    {
        int i = 0, side = Transposition<T>.Side;
        for (; side > 1 && i <= rows - side; i += side, weights += side * row)
        {
            for (int t = 0; t < 8; t += side)
                Transposition<T>.Block(weights + t, row, target + i + (t * next), next);
            for (int r = 0; r < side; r++)
                target[(8 * next) + i + r] = weights[(r * row) + 8];
        }
        for (; i < rows; i++, weights += row)
        {
            T* to = target + i;
            for (nint t = 0; t < Taps; t++, to += next)
                *to = weights[t];
        }
    }
}
