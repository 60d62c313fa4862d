namespace Nabla;

/// <summary>Element by element, x + sin²(alpha·x)/alpha with a learned frequency. Ziyin, Hartwig and Ueda (2020).</summary>
[Export("nn.Snake")]
public sealed class Snake : Module
{
    /// <summary>Reads, or creates, <c>alpha</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">1 for one value, or C for one a channel.</param>
    /// <param name="initial">First value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is not positive.</exception>
    public Snake(Weights w, int channels = 1, double initial = 1)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Alpha = w.Get("alpha", [channels], Init.Constant(initial));
    }

    /// <summary>[channels], the frequency.</summary>
    public Parameter Alpha { get; }

    /// <summary>x [N, C, ...]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.Snake(x, Alpha);
}
