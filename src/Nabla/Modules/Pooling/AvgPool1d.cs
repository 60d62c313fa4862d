namespace Nabla;

/// <summary>Mean of each window of [N, C, L].</summary>
[Export("nn.AvgPool1d")]
public sealed class AvgPool1d : Module
{
    private readonly Spatial _kernel, _stride, _padding;
    private readonly bool _ceilMode, _countIncludePad;

    /// <summary>Describes the windows.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Zeros on both sides.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    /// <param name="countIncludePad">Count padding in the divisor?</param>
    public AvgPool1d(Weights w, Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true)
        : base(w) => (_kernel, _stride, _padding, _ceilMode, _countIncludePad) = (kernel, stride ?? kernel, padding ?? 0, ceilMode, countIncludePad);

    /// <summary>x [N, C, L] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.AvgPool1d(x, _kernel, _stride, _padding, _ceilMode, _countIncludePad);
}
