namespace Nabla;

/// <summary>A smooth leaky rectifier of slope ¼ with a learned sharpness. Biswas et al. (2021).</summary>
[Export("nn.SMU")]
public sealed class SMU : Module
{
    /// <summary>Reads, or creates, <c>mu</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">1 for one value, or C for one a channel.</param>
    /// <param name="initial">First value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is not positive.</exception>
    public SMU(Weights w, int channels = 1, double initial = 1)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Mu = w.Get("mu", [channels], Init.Constant(initial));
    }

    /// <summary>[channels], the sharpness of the corner.</summary>
    public Parameter Mu { get; }

    /// <summary>x [N, C, ...]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.SMU(x, Mu);
}
