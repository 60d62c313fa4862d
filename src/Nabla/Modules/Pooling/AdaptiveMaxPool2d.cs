namespace Nabla;

/// <summary>Largest value of bins that divide [N, C, H, W] evenly into a fixed number of positions.</summary>
[Export("nn.AdaptiveMaxPool2d")]
public sealed class AdaptiveMaxPool2d : Module
{
    private readonly Spatial _output;

    /// <summary>Describes the output.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="output">Output positions; -1 for as many as the input has.</param>
    public AdaptiveMaxPool2d(Weights w, Spatial output)
        : base(w) => _output = output;

    /// <summary>x [N, C, H, W] -> [N, C, output...].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.AdaptiveMaxPool2d(x, _output);
}
