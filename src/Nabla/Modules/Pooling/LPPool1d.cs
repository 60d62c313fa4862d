namespace Nabla;

/// <summary>(Σ xᵖ)^(1/p) of each window of [N, C, L].</summary>
[Export("nn.LPPool1d")]
[FunctionalTwin(nameof(Nabla.Functional.LPPool1d))]
public sealed class LPPool1d : Module
{
    private readonly double _p;
    private readonly Spatial _kernel, _stride;
    private readonly bool _ceilMode;

    /// <summary>Describes the windows.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="p">Exponent.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    public LPPool1d(Weights w, double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false)
        : base(w) => (_p, _kernel, _stride, _ceilMode) = (p, kernel, stride ?? kernel, ceilMode);

    /// <summary>x [N, C, L] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LPPool1d(x, _p, _kernel, _stride, _ceilMode);
}
