using System.Numerics;
using System.Runtime.InteropServices;

namespace Nabla.Vision.Images.Png;

/// <summary>The five row filters of PNG: a byte less a guess from its left, upper and upper-left neighbours.</summary>
internal static class PngFilters
{
    public const int None = 0;
    public const int Sub = 1;
    public const int Up = 2;
    public const int Average = 3;
    public const int Paeth = 4;
    public const int Count = 5;

    /// <summary>Undoes the filter in place. False for an unknown filter.</summary>
    /// <param name="filter">The filter type, 0 to 4.</param>
    /// <param name="row">The filtered row; receives the plain one.</param>
    /// <param name="above">The plain row above, zeros for the first.</param>
    /// <param name="distance">Bytes to the left neighbour.</param>
    public static bool Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        int head = Math.Min(distance, row.Length);
        switch (filter)
        {
            case None:
                return true;
            case Sub:
                for (int i = distance; i < row.Length; i++) row[i] += row[i - distance];
                return true;
            case Up:
                Add(row, above);
                return true;
            case Average:
                for (int i = 0; i < head; i++) row[i] += (byte)(above[i] >> 1);
                for (int i = distance; i < row.Length; i++) row[i] += (byte)((row[i - distance] + above[i]) >> 1);
                return true;
            case Paeth:
                for (int i = 0; i < head; i++) row[i] += above[i];
                for (int i = distance; i < row.Length; i++) row[i] += Predict(row[i - distance], above[i], above[i - distance]);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Applies the filter.</summary>
    /// <param name="filter">The filter type, 0 to 4.</param>
    /// <param name="row">The plain row.</param>
    /// <param name="above">The plain row above, zeros for the first.</param>
    /// <param name="distance">Bytes to the left neighbour.</param>
    /// <param name="result">Receives the filtered row.</param>
    public static void Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> result)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < distance ? (byte)0 : row[i - distance];
            byte guess = filter switch
            {
                None => 0,
                Sub => left,
                Up => above[i],
                Average => (byte)((left + above[i]) >> 1),
                _ => Predict(left, above[i], i < distance ? (byte)0 : above[i - distance]),
            };
            result[i] = (byte)(row[i] - guess);
        }
    }

    /// <summary>Sum of absolute values of the bytes taken as signed: the usual estimate of how well a row will compress.</summary>
    public static long Cost(ReadOnlySpan<byte> filtered)
    {
        long sum = 0;
        foreach (byte value in filtered) sum += value < 128 ? value : 256 - value;
        return sum;
    }

    private static void Add(Span<byte> row, ReadOnlySpan<byte> above)
    {
        Span<Vector<byte>> lanes = MemoryMarshal.Cast<byte, Vector<byte>>(row);
        ReadOnlySpan<Vector<byte>> other = MemoryMarshal.Cast<byte, Vector<byte>>(above);
        for (int i = 0; i < lanes.Length; i++) lanes[i] += other[i];
        for (int i = lanes.Length * Vector<byte>.Count; i < row.Length; i++) row[i] += above[i];
    }

    /// <summary>Whichever of the three is nearest to left + above - corner; ties in this order.</summary>
    private static byte Predict(byte left, byte above, byte corner)
    {
        int toLeft = Math.Abs(above - corner), toAbove = Math.Abs(left - corner), toCorner = Math.Abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) return left;
        return toAbove <= toCorner ? above : corner;
    }
}
