namespace Nabla;

/// <summary>(p1 - p2)x·σ(beta(p1 - p2)x) + p2·x with p1, p2 and beta learned for each channel: ACON-C. Ma et al. (2021).</summary>
[Export("nn.ACON")]
public sealed class ACON : Module
{
    /// <summary>Reads, or creates, <c>p1</c>, <c>p2</c> and <c>beta</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    public ACON(Weights w, int channels)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        P1 = w.Get("p1", [1, channels, 1, 1], Init.Normal());
        P2 = w.Get("p2", [1, channels, 1, 1], Init.Normal());
        Beta = w.Get("beta", [1, channels, 1, 1], Init.Ones);
    }

    /// <summary>Upper slope [1, C, 1, 1].</summary>
    public Parameter P1 { get; }

    /// <summary>Lower slope [1, C, 1, 1].</summary>
    public Parameter P2 { get; }

    /// <summary>Sharpness [1, C, 1, 1].</summary>
    public Parameter Beta { get; }

    /// <summary>x [N, C, H, W]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ACON(x, P1, P2, Beta);
}
