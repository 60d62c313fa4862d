namespace Nabla.Vision.Images.Jpeg;

/// <summary>From decoded components to the picture.</summary>
internal static class JpegPlanes
{
    /// <summary>Inverse DCT of all blocks of a progressive file.</summary>
    public static void Transform(JpegComponent component)
    {
        ReadOnlySpan<ushort> quantization = component.Quantization;
        Span<short> block = stackalloc short[64];
        for (int y = 0; y < component.PaddedHigh; y++)
        {
            for (int x = 0; x < component.PaddedWide; x++)
            {
                ReadOnlySpan<short> coefficients = component.Coefficients.AsSpan((y * component.PaddedWide + x) * 64, 64);
                Span<byte> samples = component.Samples.AsSpan(y * 8 * component.Stride + x * 8);
                block[0] = (short)(coefficients[0] * quantization[0]);
                if (!coefficients[1..].ContainsAnyExcept((short)0))
                {
                    InverseDct.Flat(block[0], samples, component.Stride);
                    continue;
                }
                for (int i = 1; i < 64; i++) block[i] = (short)(coefficients[i] * quantization[i]);
                InverseDct.Transform(block, samples, component.Stride);
            }
        }
    }

    /// <summary>Upsamples and converts the colours.</summary>
    public static Image Assemble(JpegFrame frame, JpegColours colours)
    {
        var image = new Image(frame.Width, frame.Height, colours == JpegColours.Grey ? 1 : 3, GC.AllocateUninitializedArray<byte>(frame.Width * frame.Height * (colours == JpegColours.Grey ? 1 : 3)));
        JpegUpsampling[] rows = [.. frame.Components.Select(component => new JpegUpsampling(component, frame))];
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> target = image.Row(y);
            ReadOnlySpan<byte> first = rows[0].Row(y);
            switch (colours)
            {
                case JpegColours.Grey:
                    first[..frame.Width].CopyTo(target);
                    break;
                case JpegColours.Rgb:
                    JpegColourRows.Rgb(first, rows[1].Row(y), rows[2].Row(y), target);
                    break;
                case JpegColours.YCbCr:
                    JpegColourRows.YCbCr(first, rows[1].Row(y), rows[2].Row(y), target);
                    break;
                default:
                    JpegColourRows.Cmyk(first, rows[1].Row(y), rows[2].Row(y), rows[3].Row(y), target, ycck: colours == JpegColours.Ycck);
                    break;
            }
        }
        return image;
    }
}
