namespace Nabla;

/// <summary>Mean of each window of [N, C, H, W].</summary>
[Export("nn.AvgPool2d")]
public sealed class AvgPool2d : Module
{
    private readonly Spatial _kernel, _stride, _padding;
    private readonly bool _ceilMode, _countIncludePad;
    private readonly long _divisor;

    /// <summary>Describes the windows.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Zeros on both sides.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    /// <param name="countIncludePad">Count padding in the divisor?</param>
    /// <param name="divisorOverride">A divisor to use instead; 0 for none.</param>
    public AvgPool2d(Weights w, Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true, long divisorOverride = 0)
        : base(w) => (_kernel, _stride, _padding, _ceilMode, _countIncludePad, _divisor) = (kernel, stride ?? kernel, padding ?? 0, ceilMode, countIncludePad, divisorOverride);

    /// <summary>x [N, C, H, W] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.AvgPool2d(x, _kernel, _stride, _padding, _ceilMode, _countIncludePad, _divisor);
}
