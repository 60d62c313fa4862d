namespace Nabla;

/// <summary>The axes of [N, C, ...] that are not the channels'.</summary>
internal static class ChannelAxes
{
    private static readonly int[][] Few = [.. Enumerable.Range(2, 4).Select(Make)];

    /// <summary>0, 2, 3, ... for a rank of at least 2; not to be written.</summary>
    public static int[] Others(int rank) => rank is >= 2 and < 6 ? Few[rank - 2] : Make(rank);

    private static int[] Make(int rank) => [0, .. Enumerable.Range(2, rank - 2)];
}
