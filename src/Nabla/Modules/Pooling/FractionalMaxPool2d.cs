namespace Nabla;

/// <summary>Largest value of windows at pseudo-random distances that give a fixed number of positions. Graham (2015).</summary>
[Export("nn.FractionalMaxPool2d")]
[FunctionalTwin(nameof(Nabla.Functional.FractionalMaxPool2d))]
public sealed class FractionalMaxPool2d : Module
{
    private readonly Spatial _kernel;
    private readonly Spatial? _output;
    private readonly double? _ratio;

    /// <summary>Describes the windows by the output wanted, or by its ratio to the input.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="output">Output positions; null to give a ratio.</param>
    /// <param name="ratio">Output positions as a share of the input's, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Neither or both of output and ratio are given.</exception>
    public FractionalMaxPool2d(Weights w, Spatial kernel, Spatial? output = null, double? ratio = null)
        : base(w)
    {
        if (output is null == ratio is null) throw new ArgumentException("Fractional pooling takes an output size or a ratio, one of them.", nameof(output));
        if (ratio is { } share && !(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(ratio), share, "A ratio must lie between 0 and 1.");
        (_kernel, _output, _ratio) = (kernel, output, ratio);
    }

    /// <summary>x [N, C, H, W] -> the same with fewer positions.</summary>
    public override Tensor Forward(Tensor x) => ForwardWithIndices(x).Values;

    /// <summary>The maxima and their flat positions within the plane.</summary>
    /// <param name="x">Input.</param>
    /// <param name="samples">Uniform numbers [N, C, 2] that place the windows; drawn when null.</param>
    public (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x, Tensor? samples = null) =>
        Nabla.Functional.FractionalMaxPool2dWithIndices(x, _kernel, _output, _ratio, samples, Generator);
}
