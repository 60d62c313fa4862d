namespace Nabla;

public static partial class Functional
{
    /// <summary>Channels of [N, C, ...] in another order: those of each group are dealt out in turn. Zhang et al. (2017).</summary>
    /// <param name="x">Input.</param>
    /// <param name="groups">Groups that the channels come from.</param>
    /// <exception cref="ShapeMismatchException">The channels cannot be divided among the groups.</exception>
    [Export("nn.functional.channel_shuffle")]
    public static Tensor ChannelShuffle(Tensor x, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (x.Rank < 3 || x.Shape[1] % groups != 0) throw new ShapeMismatchException($"ChannelShuffle expects [N, C, ...] with channels for {groups} groups; got {x.Shape}.", nameof(x));
        return x.Unflatten(1, groups, x.Shape[1] / groups).Transpose(1, 2).Reshape(x.Shape);
    }
}
