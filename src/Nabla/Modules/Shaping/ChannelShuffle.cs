namespace Nabla;

/// <summary>Channels of each group dealt out in turn. Zhang et al. (2017).</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="groups">Groups that the channels come from.</param>
[Export("nn.ChannelShuffle")]
public sealed class ChannelShuffle(Weights w, int groups) : Module(w)
{
    /// <summary>x [N, C, ...] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ChannelShuffle(x, groups);
}
