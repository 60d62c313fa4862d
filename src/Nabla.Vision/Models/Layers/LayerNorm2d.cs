namespace Nabla.Vision;

/// <summary>Layer normalisation over the channels of [N, C, H, W], at each position by itself.</summary>
[Export("vision.models.LayerNorm2d")]
public sealed class LayerNorm2d : Module
{
    private readonly Parameter _weight, _bias;
    private readonly int _channels;
    private readonly double _epsilon;

    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm2d(Weights w, int channels, double epsilon = 1e-6)
        : base(w)
    {
        (_channels, _epsilon) = (channels, epsilon);
        _weight = w.Get("weight", [channels], Init.Ones);
        _bias = w.Get("bias", [channels], Init.Zeros);
    }

    /// <summary>x [N, C, H, W]; unchanged.</summary>
    public override Tensor Forward(Tensor x) =>
        Functional.LayerNorm(x.Permute(0, 2, 3, 1), [_channels], _weight, _bias, _epsilon).Permute(0, 3, 1, 2);
}

/// <summary>The axes in another order.</summary>
/// <param name="w">Place in the model; nothing is stored there.</param>
/// <param name="order">Which axis of the input each axis of the output is.</param>
internal sealed class Permutation(Weights w, params int[] order) : Module(w)
{
    public override Tensor Forward(Tensor x) => x.Permute(order);
}
