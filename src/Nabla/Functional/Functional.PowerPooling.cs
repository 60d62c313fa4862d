namespace Nabla;

public static partial class Functional
{
    /// <summary>(Σ xᵖ)^(1/p) of each window of [N, C, L].</summary>
    /// <inheritdoc cref="LPPool2d"/>
    [Export("nn.functional.lp_pool1d")]
    public static Tensor LPPool1d(Tensor x, double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false) => LPPool(x, 1, p, kernel, stride, ceilMode);

    /// <summary>(Σ xᵖ)^(1/p) of each window of [N, C, H, W].</summary>
    /// <param name="x">Input.</param>
    /// <param name="p">Exponent; with an odd one a negative sum gives NaN.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="ceilMode">Keep windows that hang over the end; they count as full ones.</param>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or a window does not fit.</exception>
    [Export("nn.functional.lp_pool2d")]
    public static Tensor LPPool2d(Tensor x, double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false) => LPPool(x, 2, p, kernel, stride, ceilMode);

    /// <summary>(Σ xᵖ)^(1/p) of each window of [N, C, D, H, W].</summary>
    /// <inheritdoc cref="LPPool2d"/>
    [Export("nn.functional.lp_pool3d")]
    public static Tensor LPPool3d(Tensor x, double p, Spatial kernel, Spatial? stride = null, bool ceilMode = false) => LPPool(x, 3, p, kernel, stride, ceilMode);

    private static Tensor LPPool(Tensor x, int axes, double p, Spatial kernel, Spatial? stride, bool ceilMode)
    {
        if (p == 0 || double.IsNaN(p)) throw new ArgumentOutOfRangeException(nameof(p), p, "The exponent of power-average pooling must be a number other than 0.");
        long window = 1;
        foreach (int size in kernel.For(axes, nameof(kernel))) window *= size;
        Tensor means = AvgPool(x.Pow(p), axes, kernel, stride, null, ceilMode, true, 0);
        return (means * window).Pow(1 / p);
    }
}
