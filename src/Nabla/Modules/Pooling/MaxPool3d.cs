namespace Nabla;

/// <summary>Largest value of each window of [N, C, D, H, W].</summary>
[Export("nn.MaxPool3d")]
public sealed class MaxPool3d : Module
{
    private readonly Spatial _kernel, _stride, _padding, _dilation;
    private readonly bool _ceilMode;

    /// <summary>Describes the windows.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Positions of -∞ on both sides.</param>
    /// <param name="dilation">Distance of positions inside a window.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    public MaxPool3d(Weights w, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
        : base(w) => (_kernel, _stride, _padding, _dilation, _ceilMode) = (kernel, stride ?? kernel, padding ?? 0, dilation ?? 1, ceilMode);

    /// <summary>x [N, C, D, H, W] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.MaxPool3d(x, _kernel, _stride, _padding, _dilation, _ceilMode);

    /// <summary>The maxima and their flat positions within the plane.</summary>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x) =>
        Nabla.Functional.MaxPoolWithIndices(x, 3, _kernel, _stride, _padding, _dilation, _ceilMode);
}
