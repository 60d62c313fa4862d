namespace Nabla;

/// <summary>The larger of x and a normalised depthwise 3×3 filter of x: a rectifier whose threshold depends on the surroundings. Ma, Zhang and Sun (2020).</summary>
[Export("nn.FReLU")]
public sealed class FReLU : Module
{
    private readonly Conv2d _filter;
    private readonly BatchNorm2d _norm;

    /// <summary>Reads, or creates, the filter <c>conv_frelu</c> and its normalisation <c>bn_frelu</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    public FReLU(Weights w, int channels)
        : base(w)
    {
        _filter = new(w["conv_frelu"], channels, channels, 3, padding: 1, groups: channels);
        _norm = new(w["bn_frelu"], channels);
    }

    /// <summary>x [N, C, H, W]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.FReLU(x, _norm.Call(_filter.Call(x)));
}
