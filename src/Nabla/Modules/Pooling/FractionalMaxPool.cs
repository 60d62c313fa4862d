namespace Nabla;

/// <summary>What fractional pooling of two and three axes share: the windows, and how many.</summary>
[Export("nn.FractionalMaxPool")]
public abstract class FractionalMaxPool : Module
{
    private protected FractionalMaxPool(Weights w, Spatial kernel, Spatial? output, double? ratio)
        : base(w)
    {
        if (output is null == ratio is null) throw new ArgumentException("Fractional pooling takes an output size or a ratio, one of them.", nameof(output));
        if (ratio is { } share && !(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(ratio), share, "A ratio must lie between 0 and 1.");
        (Kernel, Output, Ratio) = (kernel, output, ratio);
    }

    private protected Spatial Kernel { get; }

    private protected Spatial? Output { get; }

    private protected double? Ratio { get; }

    /// <summary>x [N, C, ...] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => ForwardWithIndices(x).Values;

    /// <summary>The maxima and their flat positions within the plane or volume.</summary>
    /// <param name="x">Input.</param>
    /// <param name="samples">Uniform numbers [N, C, axes] that place the windows; drawn when null.</param>
    public abstract (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x, Tensor? samples = null);
}
