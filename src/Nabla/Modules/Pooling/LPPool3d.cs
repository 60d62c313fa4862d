namespace Nabla;

/// <summary>(Σ xᵖ)^(1/p) of each window of [N, C, D, H, W].</summary>
[Export("nn.LPPool3d")]
[FunctionalTwin(nameof(Nabla.Functional.LPPool3d))]
public sealed class LPPool3d : Module
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
    public LPPool3d(Weights w, double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false)
        : base(w) => (_p, _kernel, _stride, _ceilMode) = (p, kernel, stride ?? kernel, ceilMode);

    /// <summary>x [N, C, D, H, W] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.LPPool3d(x, _p, _kernel, _stride, _ceilMode);
}
