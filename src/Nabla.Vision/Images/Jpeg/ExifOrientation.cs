using System.Buffers.Binary;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>Finds tag 0x0112 in the first directory of Exif data.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;

    /// <summary>1 to 8; 1 if the data are damaged or do not say, as a picture is worth more than its description.</summary>
    /// <param name="tiff">The TIFF structure after the Exif signature.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 1;
        bool little = tiff[0] == 'I' && tiff[1] == 'I';
        if (!little && !(tiff[0] == 'M' && tiff[1] == 'M')) return 1;
        if (Short(tiff[2..], little) != 42) return 1;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return 1;
        ReadOnlySpan<byte> entries = tiff[(int)directory..];
        int count = Short(entries, little);
        for (int i = 0; i < count && 2 + 12 * i + 12 <= entries.Length; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(2 + 12 * i, 12);
            if (Short(entry, little) != Tag) continue;
            int value = Short(entry[8..], little);
            return Short(entry[2..], little) == 3 && value is >= 1 and <= 8 ? value : 1;
        }
        return 1;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
