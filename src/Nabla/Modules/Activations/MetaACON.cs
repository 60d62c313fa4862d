namespace Nabla;

/// <summary>ACON whose sharpness two small layers compute from the mean of each channel. Ma et al. (2021).</summary>
[Export("nn.MetaACON")]
[FunctionalTwin(nameof(Nabla.Functional.ACON))]
public sealed class MetaACON : Module
{
    private readonly Conv2d _down, _up;
    private readonly BatchNorm2d _downNorm, _upNorm;

    /// <summary>Reads, or creates, <c>p1</c>, <c>p2</c>, and the layers <c>fc1</c>, <c>bn1</c>, <c>fc2</c>, <c>bn2</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">C.</param>
    /// <param name="reduction">The hidden layer has max(reduction, C/reduction) channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public MetaACON(Weights w, int channels, int reduction = 16)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(reduction, 1);
        int hidden = Math.Max(reduction, channels / reduction);
        _down = new(w["fc1"], channels, hidden, 1);
        _downNorm = new(w["bn1"], hidden);
        _up = new(w["fc2"], hidden, channels, 1);
        _upNorm = new(w["bn2"], channels);
        P1 = w.Get("p1", [1, channels, 1, 1], Init.Normal());
        P2 = w.Get("p2", [1, channels, 1, 1], Init.Normal());
    }

    /// <summary>Upper slope [1, C, 1, 1].</summary>
    public Parameter P1 { get; }

    /// <summary>Lower slope [1, C, 1, 1].</summary>
    public Parameter P2 { get; }

    /// <summary>x [N, C, H, W]; unchanged. In training N is at least 2.</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor mean = x.Mean([2, 3], keepDims: true);
        Tensor beta = _upNorm.Call(_up.Call(_downNorm.Call(_down.Call(mean)))).Sigmoid();
        return Nabla.Functional.ACON(x, P1, P2, beta);
    }
}
