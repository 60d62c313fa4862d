using System.Runtime.InteropServices;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Writes a baseline JPEG with the standard tables, as libjpeg does by default.</summary>
internal static class JpegEncoder
{
    public static void Encode(Image image, Stream stream, int quality, bool subsample)
    {
        bool grey = image.Channels == 1;
        int factor = !grey && subsample ? 2 : 1;
        int[] luma = JpegStandardTables.Scaled(JpegStandardTables.Luma, quality), chroma = JpegStandardTables.Scaled(JpegStandardTables.Chroma, quality);
        List<byte> file = new(image.Data.Length / 4 + 1024);
        Header(file, image, grey, factor, luma, chroma);
        Plane[] planes = Planes(image, factor);
        Scan(file, image, planes, factor, luma, chroma);
        file.AddRange([0xFF, JpegMarker.EndOfImage]);
        stream.Write(CollectionsMarshal.AsSpan(file));
    }

    private static void Header(List<byte> file, Image image, bool grey, int factor, int[] luma, int[] chroma)
    {
        file.AddRange([0xFF, JpegMarker.StartOfImage]);
        Segment(file, JpegMarker.App0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Segment(file, JpegMarker.QuantizationTables, [0, .. Zigzag(luma)]);
        if (!grey) Segment(file, JpegMarker.QuantizationTables, [1, .. Zigzag(chroma)]);
        byte[] size = [8, (byte)(image.Height >> 8), (byte)image.Height, (byte)(image.Width >> 8), (byte)image.Width];
        byte sampling = (byte)(factor << 4 | factor);
        Segment(file, JpegMarker.BaselineFrame, grey ? [.. size, 1, 1, 0x11, 0] : [.. size, 3, 1, sampling, 0, 2, 0x11, 1, 3, 0x11, 1]);
        Segment(file, JpegMarker.HuffmanTables, [0x00, .. JpegStandardTables.LumaDirect]);
        Segment(file, JpegMarker.HuffmanTables, [0x10, .. JpegStandardTables.LumaAlternating]);
        if (!grey)
        {
            Segment(file, JpegMarker.HuffmanTables, [0x01, .. JpegStandardTables.ChromaDirect]);
            Segment(file, JpegMarker.HuffmanTables, [0x11, .. JpegStandardTables.ChromaAlternating]);
        }
        Segment(file, JpegMarker.StartOfScan, grey ? [1, 1, 0x00, 0, 63, 0] : [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]);
    }

    private static void Scan(List<byte> file, Image image, Plane[] planes, int factor, int[] luma, int[] chroma)
    {
        int[] lumaDirect = JpegBitWriter.Codes(JpegStandardTables.LumaDirect), lumaAlternating = JpegBitWriter.Codes(JpegStandardTables.LumaAlternating);
        int[] chromaDirect = JpegBitWriter.Codes(JpegStandardTables.ChromaDirect), chromaAlternating = JpegBitWriter.Codes(JpegStandardTables.ChromaAlternating);
        var writer = new JpegBitWriter(file);
        int[] predictors = new int[planes.Length];
        Span<int> samples = stackalloc int[64], block = stackalloc int[64];
        int unit = 8 * factor, wide = (image.Width + unit - 1) / unit, high = (image.Height + unit - 1) / unit;
        for (int my = 0; my < high; my++)
        {
            for (int mx = 0; mx < wide; mx++)
            {
                for (int p = 0; p < planes.Length; p++)
                {
                    Plane plane = planes[p];
                    int side = p == 0 ? factor : 1;
                    for (int i = 0; i < side * side; i++)
                    {
                        int bx = mx * side + i % side, by = my * side + i / side;
                        // Blocks beyond the picture repeat the DC value before them, which costs least.
                        block.Clear();
                        block[0] = predictors[p];
                        if (bx < plane.BlocksWide && by < plane.BlocksHigh)
                        {
                            plane.Read(bx, by, samples);
                            ForwardDct.Transform(samples);
                            Quantize(samples, p == 0 ? luma : chroma, block);
                        }
                        writer.Block(block, predictors[p], p == 0 ? lumaDirect : chromaDirect, p == 0 ? lumaAlternating : chromaAlternating);
                        predictors[p] = block[0];
                    }
                }
            }
        }
        writer.Flush();
    }

    private static void Quantize(ReadOnlySpan<int> coefficients, int[] table, Span<int> block)
    {
        for (int k = 0; k < 64; k++)
        {
            int natural = JpegTables.Natural[k], step = table[natural] * 8, value = coefficients[natural];
            int size = (Math.Abs(value) + step / 2) / step;
            block[k] = value < 0 ? -size : size;
        }
    }

    private static Plane[] Planes(Image image, int factor)
    {
        int width = image.Width, height = image.Height;
        Plane y = new(width, height);
        if (image.Channels == 1)
        {
            for (int row = 0; row < height; row++) image.Row(row).CopyTo(y.Row(row));
            y.Extend();
            return [y];
        }
        Plane cb = new(width, height), cr = new(width, height);
        for (int row = 0; row < height; row++)
        {
            ReadOnlySpan<byte> rgb = image.Row(row);
            Span<byte> first = y.Row(row), second = cb.Row(row), third = cr.Row(row);
            for (int x = 0; x < width; x++)
            {
                int r = rgb[3 * x], g = rgb[3 * x + 1], b = rgb[3 * x + 2];
                first[x] = (byte)((19595 * r + 38470 * g + 7471 * b + 32768) >> 16);
                second[x] = (byte)((-11059 * r - 21709 * g + 32768 * b + (128 << 16) + 32767) >> 16);
                third[x] = (byte)((32768 * r - 27439 * g - 5329 * b + (128 << 16) + 32767) >> 16);
            }
        }
        foreach (Plane plane in (Plane[])[y, cb, cr]) plane.Extend();
        return factor == 1 ? [y, cb, cr] : [y, cb.Halve(), cr.Halve()];
    }

    private static byte[] Zigzag(int[] table)
    {
        byte[] result = new byte[64];
        for (int k = 0; k < 64; k++) result[k] = (byte)table[JpegTables.Natural[k]];
        return result;
    }

    private static void Segment(List<byte> file, byte marker, ReadOnlySpan<byte> content)
    {
        int length = content.Length + 2;
        file.AddRange([0xFF, marker, (byte)(length >> 8), (byte)length]);
        file.AddRange(content);
    }

    /// <summary>Samples of one component, padded to whole pairs of blocks by repeating the last column and row.</summary>
    private sealed class Plane(int width, int height)
    {
        private readonly int _stride = (width + 15) / 16 * 16, _rows = (height + 15) / 16 * 16;
        private readonly byte[] _samples = new byte[(width + 15) / 16 * 16 * ((height + 15) / 16 * 16)];

        public int BlocksWide => (width + 7) / 8;

        public int BlocksHigh => (height + 7) / 8;

        public Span<byte> Row(int y) => _samples.AsSpan(y * _stride, _stride);

        public void Extend()
        {
            for (int y = 0; y < height; y++)
            {
                Span<byte> row = Row(y);
                row[width..].Fill(row[width - 1]);
            }
            for (int y = height; y < _rows; y++) Row(height - 1).CopyTo(Row(y));
        }

        /// <summary>Means of two by two; the rounding alternates from column to column so as not to brighten the picture.</summary>
        public Plane Halve()
        {
            var half = new Plane((width + 1) / 2, (height + 1) / 2);
            int columns = Math.Min(half._stride, _stride / 2);
            for (int y = 0; y < (height + 1) / 2; y++)
            {
                Span<byte> target = half.Row(y), upper = Row(2 * y), lower = Row(2 * y + 1);
                for (int x = 0; x < columns; x++)
                    target[x] = (byte)((upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1] + 1 + (x & 1)) >> 2);
            }
            for (int y = (height + 1) / 2; y < half._rows; y++) half.Row((height + 1) / 2 - 1).CopyTo(half.Row(y));
            return half;
        }

        public void Read(int blockX, int blockY, Span<int> block)
        {
            for (int y = 0; y < 8; y++)
            {
                ReadOnlySpan<byte> row = Row(8 * blockY + y).Slice(8 * blockX, 8);
                for (int x = 0; x < 8; x++) block[8 * y + x] = row[x] - 128;
            }
        }
    }
}
