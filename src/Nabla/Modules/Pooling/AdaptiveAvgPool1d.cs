namespace Nabla;

/// <summary>Mean of bins that divide [N, C, L] evenly into a fixed number of positions.</summary>
[Export("nn.AdaptiveAvgPool1d")]
public sealed class AdaptiveAvgPool1d : Module
{
    private readonly Spatial _output;

    /// <summary>Describes the output.</summary>
    /// <param name="w">Place in the model; nothing is stored there.</param>
    /// <param name="output">Output positions; -1 for as many as the input has.</param>
    public AdaptiveAvgPool1d(Weights w, Spatial output)
        : base(w) => _output = output;

    /// <summary>x [N, C, L] -> [N, C, output...].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.AdaptiveAvgPool1d(x, _output);
}
