namespace Nabla;

/// <summary>Puts the maxima of <see cref="MaxPool3d"/> back where they came from, between zeros.</summary>
[Export("nn.MaxUnpool3d")]
[FunctionalTwin(nameof(Nabla.Functional.MaxUnpool3d))]
public sealed class MaxUnpool3d : Module
{
    private readonly Spatial _kernel, _stride, _padding;

    /// <summary>Describes the windows, as the pooling did.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Positions added on both sides.</param>
    public MaxUnpool3d(Weights w, Spatial kernel, Spatial? stride = null, Spatial? padding = null)
        : base(w) => (_kernel, _stride, _padding) = (kernel, stride ?? kernel, padding ?? 0);

    /// <summary>x [N, C, D, H, W] with positions of the same shape -> [N, C, D, H, W] with more positions.</summary>
    /// <param name="x">The maxima.</param>
    /// <param name="indices">Flat positions within the plane.</param>
    /// <param name="outputSize">Spatial extents wanted; the smallest possible ones when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public Tensor Unpool(Tensor x, Tensor indices, Spatial? outputSize = null) => Nabla.Functional.MaxUnpool3d(x, indices, _kernel, _stride, _padding, outputSize);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != 2) throw new ArgumentException($"MaxUnpool3d takes values and positions; got {inputs.Count} inputs.", nameof(inputs));
        return [Unpool(inputs[0], inputs[1])];
    }
}
