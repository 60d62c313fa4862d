using System.Numerics;

namespace Nabla.Vision.Images;

public sealed partial class Image
{
    /// <summary>One channel: luma after ITU-R BT.601, (19595 R + 38470 G + 7471 B) / 65536, as Pillow does it; alpha is dropped.</summary>
    /// <returns>This image if it is grey already.</returns>
    public Image ToGrey() => ToChannels(1);

    /// <summary>Three channels; grey is repeated, alpha is dropped.</summary>
    /// <returns>This image if it is RGB already.</returns>
    public Image ToRgb() => ToChannels(3);

    /// <summary>Four channels; grey is repeated, absent alpha is opaque.</summary>
    /// <returns>This image if it is RGBA already.</returns>
    public Image ToRgba() => ToChannels(4);

    /// <summary>The image with so many channels, at the same bit depth.</summary>
    /// <param name="channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is not in 1..4.</exception>
    public Image ToChannels(int channels)
    {
        if (channels == Channels) return this;
        var result = new Image(Width, Height, channels, BitDepth);
        if (BitDepth == 8) Convert<byte>(_data, Channels, result._data, channels);
        else Convert<ushort>(Samples16, Channels, result.Samples16, channels);
        return result;
    }

    /// <summary>The image with 8 bits a sample, rounded to the nearest: v / 257.</summary>
    /// <returns>This image if it has 8 already.</returns>
    public Image To8Bit()
    {
        if (BitDepth == 8) return this;
        var result = new Image(Width, Height, Channels);
        ReadOnlySpan<ushort> from = Samples16;
        Span<byte> to = result._data;
        for (int i = 0; i < to.Length; i++) to[i] = (byte)((from[i] + 128) / 257);
        return result;
    }

    /// <summary>The image with 16 bits a sample: v * 257.</summary>
    /// <returns>This image if it has 16 already.</returns>
    public Image To16Bit()
    {
        if (BitDepth == 16) return this;
        var result = new Image(Width, Height, Channels, bitDepth: 16);
        ReadOnlySpan<byte> from = _data;
        Span<ushort> to = result.Samples16;
        for (int i = 0; i < to.Length; i++) to[i] = (ushort)(from[i] * 257);
        return result;
    }

    /// <summary>The image laid over a background of one grey value, so that alpha is gone.</summary>
    /// <param name="background">0 black to 1 white.</param>
    /// <returns>This image if it has no alpha.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="background"/> is not in 0..1.</exception>
    public Image Flatten(double background = 1)
    {
        if (background is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(background), background, "Expected 0 (black) to 1 (white).");
        if (!HasAlpha) return this;
        var result = new Image(Width, Height, Channels - 1, BitDepth);
        if (BitDepth == 8) Blend<byte>(_data, result._data, Channels, background * byte.MaxValue);
        else Blend<ushort>(Samples16, result.Samples16, Channels, background * ushort.MaxValue);
        return result;
    }

    private static void Convert<T>(ReadOnlySpan<T> from, int fromChannels, Span<T> to, int toChannels)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        bool fromColour = fromChannels >= 3, fromAlpha = fromChannels is 2 or 4, toColour = toChannels >= 3, toAlpha = toChannels is 2 or 4;
        for (int i = 0, o = 0; o < to.Length; i += fromChannels, o += toChannels)
        {
            if (toColour)
            {
                to[o] = from[i];
                to[o + 1] = from[fromColour ? i + 1 : i];
                to[o + 2] = from[fromColour ? i + 2 : i];
            }
            else
            {
                to[o] = fromColour ? Luma(from[i], from[i + 1], from[i + 2]) : from[i];
            }
            if (toAlpha) to[o + toChannels - 1] = fromAlpha ? from[i + fromChannels - 1] : T.MaxValue;
        }
    }

    private static T Luma<T>(T red, T green, T blue)
        where T : unmanaged, IBinaryInteger<T> =>
        T.CreateTruncating((19595u * uint.CreateTruncating(red) + 38470u * uint.CreateTruncating(green) + 7471u * uint.CreateTruncating(blue) + 0x8000u) >> 16);

    private static void Blend<T>(ReadOnlySpan<T> from, Span<T> to, int channels, double background)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        double scale = 1 / double.CreateTruncating(T.MaxValue);
        for (int i = 0, o = 0; i < from.Length; i += channels)
        {
            double alpha = double.CreateTruncating(from[i + channels - 1]) * scale;
            for (int c = 0; c < channels - 1; c++)
                to[o++] = T.CreateTruncating(double.CreateTruncating(from[i + c]) * alpha + background * (1 - alpha) + 0.5);
        }
    }
}
