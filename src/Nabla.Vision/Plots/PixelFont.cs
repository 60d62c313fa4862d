namespace Nabla.Vision.Plots;

/// <summary>Letters of 5 by 7 dots for pictures; small letters are drawn as capitals.</summary>
internal static class PixelFont
{
    private const string Letters = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,-+=/():*'%_<>^";

    // Seven rows a letter, the leftmost dot in bit 4.
    private static readonly byte[] Rows =
    [
        0, 0, 0, 0, 0, 0, 0,
        14, 17, 19, 21, 25, 17, 14, 4, 12, 4, 4, 4, 4, 14, 14, 17, 1, 6, 8, 16, 31, 14, 17, 1, 6, 1, 17, 14, 2, 6, 10, 18, 31, 2, 2,
        31, 16, 30, 1, 1, 17, 14, 6, 8, 16, 30, 17, 17, 14, 31, 1, 2, 4, 8, 8, 8, 14, 17, 17, 14, 17, 17, 14, 14, 17, 17, 15, 1, 2, 12,
        14, 17, 17, 31, 17, 17, 17, 30, 17, 17, 30, 17, 17, 30, 14, 17, 16, 16, 16, 17, 14, 28, 18, 17, 17, 17, 18, 28, 31, 16, 16, 30, 16, 16, 31,
        31, 16, 16, 30, 16, 16, 16, 14, 17, 16, 23, 17, 17, 15, 17, 17, 17, 31, 17, 17, 17, 14, 4, 4, 4, 4, 4, 14, 7, 2, 2, 2, 2, 18, 12,
        17, 18, 20, 24, 20, 18, 17, 16, 16, 16, 16, 16, 16, 31, 17, 27, 21, 21, 17, 17, 17, 17, 25, 21, 19, 17, 17, 17, 14, 17, 17, 17, 17, 17, 14,
        30, 17, 17, 30, 16, 16, 16, 14, 17, 17, 17, 21, 18, 13, 30, 17, 17, 30, 20, 18, 17, 15, 16, 16, 14, 1, 1, 30, 31, 4, 4, 4, 4, 4, 4,
        17, 17, 17, 17, 17, 17, 14, 17, 17, 17, 17, 17, 10, 4, 17, 17, 17, 21, 21, 27, 17, 17, 17, 10, 4, 10, 17, 17, 17, 17, 10, 4, 4, 4, 4,
        31, 1, 2, 4, 8, 16, 31,
        0, 0, 0, 0, 0, 12, 12, 0, 0, 0, 0, 12, 4, 8, 0, 0, 0, 31, 0, 0, 0, 0, 4, 4, 31, 4, 4, 0, 0, 0, 31, 0, 31, 0, 0,
        1, 1, 2, 4, 8, 16, 16, 2, 4, 8, 8, 8, 4, 2, 8, 4, 2, 2, 2, 4, 8, 0, 12, 12, 0, 12, 12, 0, 0, 21, 14, 31, 14, 21, 0,
        4, 4, 8, 0, 0, 0, 0, 24, 25, 2, 4, 8, 19, 3, 0, 0, 0, 0, 0, 0, 31, 2, 4, 8, 16, 8, 4, 2, 8, 4, 2, 1, 2, 4, 8, 4, 10, 17, 0, 0, 0, 0,
    ];

    private static ReadOnlySpan<byte> Unknown => [31, 17, 17, 17, 17, 17, 31];

    /// <summary>The seven rows of a letter; a box where the font has none.</summary>
    public static ReadOnlySpan<byte> Glyph(char letter)
    {
        int at = Letters.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
        return at < 0 ? Unknown : Rows.AsSpan(at * 7, 7);
    }
}
