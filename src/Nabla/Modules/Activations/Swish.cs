namespace Nabla;

/// <summary>Element by element, x·σ(beta·x) with a learned sharpness. Ramachandran, Zoph and Le (2017).</summary>
[Export("nn.Swish")]
public sealed class Swish : Module
{
    /// <summary>Reads, or creates, <c>beta</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">1 for one value, or C for one a channel.</param>
    /// <param name="initial">First value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is not positive.</exception>
    public Swish(Weights w, int channels = 1, double initial = 1)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Beta = w.Get("beta", [channels], Init.Constant(initial));
    }

    /// <summary>[channels], the sharpness of the gate.</summary>
    public Parameter Beta { get; }

    /// <summary>x [N, C, ...]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Swish(x, Beta);
}
