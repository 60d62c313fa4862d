namespace Nabla;

/// <summary>Element by element, x above 0, weight·x elsewhere, with learned weights. He et al. (2015).</summary>
[Export("nn.PReLU")]
public sealed class PReLU : Module
{
    /// <summary>Reads, or creates, <c>weight</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">1 for one weight, or C for one a channel.</param>
    /// <param name="initial">First value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of weights is not positive.</exception>
    public PReLU(Weights w, int channels = 1, double initial = 0.25)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Weight = w.Get("weight", [channels], Init.Constant(initial));
    }

    /// <summary>[channels].</summary>
    public Parameter Weight { get; }

    /// <summary>x [N, C, ...]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.PReLU(x, Weight);
}
