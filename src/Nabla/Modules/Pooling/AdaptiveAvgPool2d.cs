namespace Nabla;

/// <summary>Mean of bins that divide [N, C, H, W] evenly into a fixed number of positions.</summary>
[Export("nn.AdaptiveAvgPool2d")]
public sealed class AdaptiveAvgPool2d : Module
{
    private readonly Spatial _output;

    /// <summary>Describes the output.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="output">Output positions; -1 for as many as the input has.</param>
    public AdaptiveAvgPool2d(Weights w, Spatial output)
        : base(w) => _output = output;

    /// <summary>x [N, C, H, W] -> [N, C, output...].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.AdaptiveAvgPool2d(x, _output);
}
