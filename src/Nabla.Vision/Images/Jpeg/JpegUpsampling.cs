using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Rows of one component at the picture's full resolution, interpolated as libjpeg's "fancy" upsampling does.</summary>
/// <remarks>
/// Ratios 2:1 along an axis take 3/4 of the nearer and 1/4 of the farther sample, with roundings that alternate so as not to
/// brighten the picture; other ratios repeat samples.
/// </remarks>
internal sealed class JpegUpsampling
{
    private const int Pad = 16;

    private readonly JpegComponent _component;
    private readonly int _width, _h, _v;
    private readonly bool _smooth;
    private readonly byte[] _row;
    private readonly ushort[] _sums; // vertical sums, shifted by Pad so that both ends can be repeated

    public JpegUpsampling(JpegComponent component, JpegFrame frame)
    {
        (_component, _width) = (component, frame.Width);
        (_h, _v) = (frame.MaxH / component.H, frame.MaxV / component.V);
        _smooth = (_h, _v) is (1, 2) || ((_h, _v) is (2, 1) or (2, 2) && component.Width > 2);
        _row = _h == 1 && !_smooth ? [] : new byte[component.Stride * _h + 2 * Pad];
        _sums = _smooth ? new ushort[component.Stride + 2 * Pad] : [];
    }

    /// <summary>Row <paramref name="y"/> of the picture, at least as long as the picture is wide.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        int near = y / _v;
        ReadOnlySpan<byte> source = Source(near);
        if (!_smooth) return _h == 1 ? source : Repeat(source);
        if (_v == 1) return Widen(source, source, 0, 1, 2);
        bool upper = y % 2 == 0;
        ReadOnlySpan<byte> far = Source(Math.Clamp(upper ? near - 1 : near + 1, 0, _component.Height - 1));
        if (_h == 2) return Widen(source, far, 2, 8, 7);
        int bias = upper ? 1 : 2;
        Span<byte> row = _row;
        for (int x = 0; x < _component.Width; x++) row[x] = (byte)((3 * source[x] + far[x] + bias) >> 2);
        return row;
    }

    private ReadOnlySpan<byte> Source(int row) => _component.Samples.AsSpan(row * _component.Stride, _component.Stride);

    private ReadOnlySpan<byte> Repeat(ReadOnlySpan<byte> source)
    {
        Span<byte> row = _row;
        for (int x = 0; x < _width; x++) row[x] = source[x / _h];
        return row;
    }

    /// <summary>Doubles a row that is a vertical mean of two (extra = 2), or a row itself (extra = 0).</summary>
    private ReadOnlySpan<byte> Widen(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, int extra, int evenBias, int oddBias)
    {
        int count = _component.Width;
        Span<ushort> sums = _sums;
        Sum(near, far, sums[Pad..], count, extra > 0);
        sums[Pad - 1] = sums[Pad];
        sums[Pad + count] = sums[Pad + count - 1];

        int x = 0, shift = 2 + extra;
        Span<byte> row = _row;
        if (Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            ref ushort middle = ref sums[Pad];
            ref byte target = ref MemoryMarshal.GetReference(row);
            Vector256<ushort> even = Vector256.Create((ushort)evenBias), odd = Vector256.Create((ushort)oddBias);
            for (; x + 16 <= count; x += 16)
            {
                Vector256<ushort> own = Vector256.LoadUnsafe(ref middle, (nuint)x);
                own += own + own;
                Vector256<ushort> first = (own + Vector256.LoadUnsafe(ref Unsafe.Add(ref middle, -1), (nuint)x) + even) >>> shift;
                Vector256<ushort> second = (own + Vector256.LoadUnsafe(ref middle, (nuint)x + 1) + odd) >>> shift;
                (first | second << 8).AsByte().StoreUnsafe(ref target, (nuint)(2 * x));
            }
        }
        for (; x < count; x++)
        {
            int own = 3 * sums[Pad + x];
            row[2 * x] = (byte)((own + sums[Pad + x - 1] + evenBias) >> shift);
            row[2 * x + 1] = (byte)((own + sums[Pad + x + 1] + oddBias) >> shift);
        }
        return row;
    }

    private static void Sum(ReadOnlySpan<byte> near, ReadOnlySpan<byte> far, Span<ushort> sums, int count, bool weighted)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref byte a = ref MemoryMarshal.GetReference(near), b = ref MemoryMarshal.GetReference(far);
            ref ushort target = ref MemoryMarshal.GetReference(sums);
            for (; x + 16 <= count; x += 16)
            {
                Vector256<ushort> own = Vector256.WidenLower(Vector128.LoadUnsafe(ref a, (nuint)x).ToVector256Unsafe());
                if (weighted) own += own + own + Vector256.WidenLower(Vector128.LoadUnsafe(ref b, (nuint)x).ToVector256Unsafe());
                own.StoreUnsafe(ref target, (nuint)x);
            }
        }
        for (; x < count; x++) sums[x] = (ushort)(weighted ? 3 * near[x] + far[x] : near[x]);
    }
}
