using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Convolution;

/// <summary>The last step of Winograd's F(4x4, 3x3): products become results, which are finished and written.</summary>
/// <param name="target">Receives the results.</param>
/// <param name="gather">The pass.</param>
/// <param name="finish">What is done to the results.</param>
[SkipLocalsInit]
internal readonly unsafe struct WinogradOutput<TLanes, T>(T* target, in Gather gather, in ConvFinish<T> finish)
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int Side = WinogradTransform<TLanes, T>.Results;

    private readonly T* _target = target;
    private readonly ConvFinish<T> _finish = finish;
    private readonly long _plane = gather.Plane;
    private readonly nint _width = (nint)gather.Width.Grid;

    /// <summary>Transforms the products of one result channel back and writes the results that exist.</summary>
    /// <param name="windows">Where the tiles go, whole vectors of them.</param>
    /// <param name="vectors">Vectors of tiles.</param>
    /// <param name="row">Result channel, those of all groups counted through.</param>
    /// <param name="products">The first product of the channel.</param>
    /// <param name="productStep">Elements from one product to the next.</param>
    public void Write(WinogradWindow* windows, int vectors, long row, T* products, long productStep)
    {
        T bias = _finish.BiasOf(row);
        bool relu = _finish.Relu && _finish.Add == null;
        T* plane = _target + (row * _plane);
        T* results = stackalloc T[Side * Side * TLanes.Count];
        T* lines = stackalloc T[Side * Side * TLanes.Count];
        for (int v = 0; v < vectors; v++, windows += TLanes.Count)
        {
            WinogradTransform<TLanes, T>.Output(products + (v * TLanes.Count), (nint)productStep, bias, relu, results, TLanes.Count);
            for (int y = 0; y < Side; y++)
                Interleave(results + (y * Side * TLanes.Count), lines + (y * Side * TLanes.Count));
            for (int lane = 0; lane < TLanes.Count; lane++)
                Tile(lines + (lane * Side), windows[lane], plane);
        }
    }

    /// <summary>Writes the rows and columns of one tile that exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Tile(T* lines, in WinogradWindow window, T* plane)
    {
        T* to = plane + window.Target;
        if (_finish.Add != null)
        {
            AddAndWrite(lines, window, to);
            return;
        }
        for (int y = 0; y < window.Rows; y++, to += _width, lines += Side * TLanes.Count)
        {
            if (window.Columns == Side)
            {
                Unsafe.CopyBlockUnaligned(to, lines, (uint)(Side * sizeof(T)));
                continue;
            }
            for (int x = 0; x < window.Columns; x++)
                to[x] = lines[x];
        }
    }

    /// <summary>Adds the other tensor to the rows and columns that exist, and writes them.</summary>
    private void AddAndWrite(T* lines, in WinogradWindow window, T* to)
    {
        T* other = _finish.Add + (to - _target);
        for (int y = 0; y < window.Rows; y++, to += _width, other += _width, lines += Side * TLanes.Count)
        {
            for (int x = 0; x < window.Columns; x++)
            {
                Lanes1<T> value = Lanes1<T>.Load(lines + x) + Lanes1<T>.Load(other + x);
                Lanes1<T>.Store(to + x, _finish.Relu ? Lanes1<T>.Max(value, Lanes1<T>.Zero) : value);
            }
        }
    }

    /// <summary>line[4 t + x] = results[x, t] for a vector of tiles.</summary>
    private static void Interleave(T* results, T* line)
    {
        int side = Transposition<T>.Side;
        if (side == 1 || TLanes.Count < side)
        {
            for (int t = 0; t < TLanes.Count; t++)
            {
                for (int x = 0; x < Side; x++)
                    line[(t * Side) + x] = results[(x * TLanes.Count) + t];
            }
            return;
        }
        for (int t = 0; t < TLanes.Count; t += side)
        {
            for (int x = 0; x < Side; x += side)
                Transposition<T>.Block(results + (x * TLanes.Count) + t, TLanes.Count, line + (t * Side) + x, Side);
        }
    }
}
