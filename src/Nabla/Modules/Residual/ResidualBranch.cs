namespace Nabla;

/// <summary>One branch of a residual block, in two parts so that a normalisation fits between them.</summary>
/// <param name="In">All of the branch but its last layer; created at its place in the model.</param>
/// <param name="Out">The last layer.</param>
/// <param name="Width">Width between the two.</param>
[Export("nn.ResidualBranch")]
public sealed record ResidualBranch(Func<Weights, Module> In, Func<Weights, Module> Out, int Width)
{
    /// <summary>A feed-forward branch: linear, activation, linear.</summary>
    /// <param name="width">Width of the stream.</param>
    /// <param name="hidden">Width between the layers.</param>
    /// <param name="activation">Made at its place; GELU when omitted.</param>
    [Export("nn.ResidualBranch.feed_forward")]
    public static ResidualBranch FeedForward(int width, int hidden, Func<Weights, Module>? activation = null) => new(
        w => new Sequential(w).Add("linear", c => new Linear(c, width, hidden)).Add("activation", c => activation is null ? new GELU(c) : activation(c)),
        w => new Linear(w, hidden, width), hidden);
}
