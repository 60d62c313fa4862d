using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Turns rows of components into pixels, in 16 bits of fraction as libjpeg does.</summary>
internal static class JpegColourRows
{
    // 1.402, 1.772, 0.71414 and 0.34414 of BT.601, times 65536.
    private const int RedOfCr = 91881, BlueOfCb = 116130, GreenOfCr = 46802, GreenOfCb = 22554, Half = 1 << 15;

    /// <summary>YCbCr to interleaved RGB.</summary>
    public static void YCbCr(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        int count = rgb.Length / 3, x = 0;
        if (Vector256.IsHardwareAccelerated && count >= 16)
        {
            _ = luma[count - 1];
            _ = cb[count - 1];
            _ = cr[count - 1];
            ref byte target = ref MemoryMarshal.GetReference(rgb);
            for (; x + 16 <= count; x += 16)
            {
                Vector256<ushort> y = Load(luma, x), b = Load(cb, x), r = Load(cr, x);
                (Vector256<int> r0, Vector256<int> g0, Vector256<int> b0) = Convert(Vector256.WidenLower(y), Vector256.WidenLower(b), Vector256.WidenLower(r));
                (Vector256<int> r1, Vector256<int> g1, Vector256<int> b1) = Convert(Vector256.WidenUpper(y), Vector256.WidenUpper(b), Vector256.WidenUpper(r));
                Interleaving.Store3(ref Unsafe.Add(ref target, 3 * x), Narrow(r0, r1), Narrow(g0, g1), Narrow(b0, b1));
            }
        }
        for (; x < count; x++)
        {
            (rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]) = Pixel(luma[x], cb[x], cr[x]);
        }
    }

    /// <summary>RGB planes to interleaved RGB.</summary>
    public static void Rgb(ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> rgb)
    {
        for (int x = 0; x < rgb.Length / 3; x++) (rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]) = (red[x], green[x], blue[x]);
    }

    /// <summary>Inverted inks to RGB as Pillow does: what black leaves, less what the ink takes of it.</summary>
    /// <param name="first">Cyan, or luma.</param>
    /// <param name="second">Magenta, or Cb.</param>
    /// <param name="third">Yellow, or Cr.</param>
    /// <param name="black">Black.</param>
    /// <param name="rgb">Receives the pixels.</param>
    /// <param name="ycck">Are the first three YCbCr?</param>
    public static void Cmyk(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> black, Span<byte> rgb, bool ycck)
    {
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            (byte c, byte m, byte y) = (first[x], second[x], third[x]);
            if (ycck)
            {
                (c, m, y) = Pixel(c, m, y);
                (c, m, y) = ((byte)(255 - c), (byte)(255 - m), (byte)(255 - y));
            }
            int left = black[x];
            (rgb[3 * x], rgb[3 * x + 1], rgb[3 * x + 2]) = (Ink(c, left), Ink(m, left), Ink(y, left));
        }
    }

    private static byte Ink(byte inverted, int left)
    {
        int product = (255 - inverted) * left + 128;
        return (byte)Math.Clamp(left - ((product + (product >> 8)) >> 8), 0, 255);
    }

    private static (byte Red, byte Green, byte Blue) Pixel(int luma, int cb, int cr)
    {
        cb -= 128;
        cr -= 128;
        return (
            Clamp(luma + ((RedOfCr * cr + Half) >> 16)),
            Clamp(luma + ((Half - GreenOfCb * cb - GreenOfCr * cr) >> 16)),
            Clamp(luma + ((BlueOfCb * cb + Half) >> 16)));
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<int> Red, Vector256<int> Green, Vector256<int> Blue) Convert(Vector256<uint> luma, Vector256<uint> cb, Vector256<uint> cr)
    {
        Vector256<int> y = luma.AsInt32(), b = cb.AsInt32() - Vector256.Create(128), r = cr.AsInt32() - Vector256.Create(128), half = Vector256.Create(Half);
        return (
            y + ((r * Vector256.Create(RedOfCr) + half) >> 16),
            y + ((half - b * Vector256.Create(GreenOfCb) - r * Vector256.Create(GreenOfCr)) >> 16),
            y + ((b * Vector256.Create(BlueOfCb) + half) >> 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Load(ReadOnlySpan<byte> row, int x) =>
        Vector256.WidenLower(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)x).ToVector256Unsafe());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector256<int> low, Vector256<int> high)
    {
        Vector256<short> both = Vector256.NarrowWithSaturation(low, high);
        both = Vector256.Min(Vector256.Max(both, Vector256<short>.Zero), Vector256.Create((short)255));
        return Vector128.Narrow(both.GetLower().AsUInt16(), both.GetUpper().AsUInt16());
    }
}
