using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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

    /// <summary>Transforms the products of some result channels back and writes the results that exist.</summary>
    /// <param name="windows">Where the tiles go, whole vectors of them.</param>
    /// <param name="vectors">Vectors of tiles.</param>
    /// <param name="row">First result channel, those of all groups counted through.</param>
    /// <param name="rows">Number of channels.</param>
    /// <param name="products">The first product of the first channel.</param>
    /// <param name="rowStep">Elements from one channel's products to the next channel's.</param>
    /// <param name="productStep">Elements from one product to the next.</param>
    public void Write(WinogradWindow* windows, int vectors, long row, long rows, T* products, long rowStep, long productStep)
    {
        T* results = stackalloc T[Side * Side * TLanes.Count];
        T* lines = stackalloc T[Side * Side * TLanes.Count];
        bool relu = _finish.Relu && _finish.Add == null;
        for (int v = 0; v < vectors; v++, windows += TLanes.Count, products += TLanes.Count)
        {
            if (typeof(TLanes) == typeof(Lanes256<float>) && Avx.IsSupported)
            {
                Eight(windows, row, rows, products, rowStep, (nint)productStep, relu, lines);
                continue;
            }
            for (long r = 0; r < rows; r++)
            {
                WinogradTransform<TLanes, T>.Output(products + (r * rowStep), (nint)productStep, _finish.BiasOf(row + r), relu, results, TLanes.Count);
                for (int y = 0; y < Side; y++)
                    Interleave(results + (y * Side * TLanes.Count), lines + (y * Side * TLanes.Count));
                for (int lane = 0; lane < TLanes.Count; lane++)
                    Tile(lines + (lane * Side), windows[lane], _target + ((row + r) * _plane));
            }
        }
    }

    /// <summary>Eight tiles: results of whole ones go from the registers to their places, those of others are cut.</summary>
    private void Eight(WinogradWindow* windows, long row, long rows, T* products, long rowStep, nint productStep, bool relu, T* lines)
    {
        const int Lanes = 8;
        long* places = stackalloc long[3 * Lanes];
        int cut = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            bool whole = _finish.Add == null && windows[lane].Rows == Side && windows[lane].Columns == Side;
            places[lane] = (long)(whole ? _target + (row * _plane) + windows[lane].Target : lines + (lane * Side));
            places[Lanes + lane] = (whole ? _width : Lanes * Side) * sizeof(T);
            places[(2 * Lanes) + lane] = whole ? _plane * sizeof(T) : 0;
            cut |= whole ? 0 : 1 << lane;
        }
        for (long r = row; r < row + rows; r++, products += rowStep)
        {
            Transform((float*)products, productStep, Unsafe.BitCast<T, float>(_finish.BiasOf(r)), relu, places);
            for (int left = cut; left != 0; left &= left - 1)
            {
                int lane = BitOperations.TrailingZeroCount(left);
                Tile(lines + (lane * Side), windows[lane], _target + (r * _plane));
            }
        }
    }

    /// <summary>Transforms eight tiles of a channel and writes the rows of each where its place says; places are followed by the bytes from one row to the next, and from one channel to the next.</summary>
    /// <remarks>The same operations in the same order as <see cref="WinogradTransform{TLanes, T}.Output"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transform(float* m, nint step, float bias, bool relu, long* places)
    {
        const int Reads = WinogradTransform<TLanes, T>.Reads;
        Vector256<float>* half = stackalloc Vector256<float>[Side * Reads];
        nint down = Reads * step;
        for (int j = 0; j < Reads; j++, m += step)
        {
            Line(
                Vector256.Load(m), Vector256.Load(m + down), Vector256.Load(m + (2 * down)), Vector256.Load(m + (3 * down)), Vector256.Load(m + (4 * down)), Vector256.Load(m + (5 * down)),
                out half[j], out half[Reads + j], out half[(2 * Reads) + j], out half[(3 * Reads) + j]);
        }
        Vector256<long> near = Vector256.Load(places), far = Vector256.Load(places + 4), nearStep = Vector256.Load(places + 8), farStep = Vector256.Load(places + 12);
        (near + Vector256.Load(places + 16)).Store(places);
        (far + Vector256.Load(places + 20)).Store(places + 4);
        long* at = stackalloc long[8];
        near.Store(at);
        far.Store(at + 4);
        Vector256<float> add = Vector256.Create(bias), least = relu ? Vector256<float>.Zero : Vector256.Create(float.NegativeInfinity);
        for (int y = 0; y < Side; y++, half += Reads)
        {
            Line(half[0], half[1], half[2], half[3], half[4], half[5], out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d);
            // Of a bound and a NaN the second is taken.
            a = Avx.Max(least, a + add);
            b = Avx.Max(least, b + add);
            c = Avx.Max(least, c + add);
            d = Avx.Max(least, d + add);
            Vector256<float> ac0 = Avx.UnpackLow(a, c), ac1 = Avx.UnpackHigh(a, c), bd0 = Avx.UnpackLow(b, d), bd1 = Avx.UnpackHigh(b, d);
            Put(Avx.UnpackLow(ac0, bd0), at);
            Put(Avx.UnpackHigh(ac0, bd0), at + 1);
            Put(Avx.UnpackLow(ac1, bd1), at + 2);
            Put(Avx.UnpackHigh(ac1, bd1), at + 3);
            near += nearStep;
            far += farStep;
            near.Store(at);
            far.Store(at + 4);
        }
    }

    /// <summary>Four results from six products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line(
        Vector256<float> m0, Vector256<float> m1, Vector256<float> m2, Vector256<float> m3, Vector256<float> m4, Vector256<float> m5,
        out Vector256<float> y0, out Vector256<float> y1, out Vector256<float> y2, out Vector256<float> y3)
    {
        Vector256<float> sum1 = m1 + m2, dif1 = m1 - m2, sum2 = m3 + m4, dif2 = m3 - m4;
        y0 = m0 + sum1 + sum2;
        y1 = Vector256.MultiplyAddEstimate(Vector256.Create(2f), dif2, dif1);
        y2 = Vector256.MultiplyAddEstimate(Vector256.Create(4f), sum2, sum1);
        y3 = Vector256.MultiplyAddEstimate(Vector256.Create(8f), dif2, dif1) + m5;
    }

    /// <summary>Writes a row of a tile and of the fourth after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(Vector256<float> rows, long* places)
    {
        rows.GetLower().Store((float*)places[0]);
        rows.GetUpper().Store((float*)places[4]);
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
