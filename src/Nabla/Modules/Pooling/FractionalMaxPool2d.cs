namespace Nabla;

/// <summary>Largest value of windows at pseudo-random distances that give a fixed number of positions. Graham (2015).</summary>
[Export("nn.FractionalMaxPool2d")]
[FunctionalTwin(nameof(Nabla.Functional.FractionalMaxPool2d))]
public sealed class FractionalMaxPool2d : FractionalMaxPool
{
    /// <summary>Describes the windows by the output wanted, or by its ratio to the input.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="output">Output positions; null to give a ratio.</param>
    /// <param name="ratio">Output positions as a share of the input's, between 0 and 1.</param>
    /// <exception cref="ArgumentException">Neither or both of output and ratio are given.</exception>
    public FractionalMaxPool2d(Weights w, Spatial kernel, Spatial? output = null, double? ratio = null)
        : base(w, kernel, output, ratio)
    {
    }

    /// <inheritdoc/>
    public override (Tensor Values, Tensor Indices) ForwardWithIndices(Tensor x, Tensor? samples = null) =>
        Nabla.Functional.FractionalMaxPool2dWithIndices(x, Kernel, Output, Ratio, samples, Generator);
}
