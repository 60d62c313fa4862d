namespace Nabla;

/// <summary>x·gain/‖x‖ along the last axis with one learned gain. Nguyen and Salazar (2019).</summary>
[Export("nn.ScaleNorm")]
public sealed class ScaleNorm : Module
{
    private readonly double _epsilon;

    /// <summary>Reads, or creates, <c>weight</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="width">d; the gain begins at √d.</param>
    /// <param name="epsilon">Smallest length divided by.</param>
    public ScaleNorm(Weights w, int width, double epsilon = 1e-5)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        _epsilon = epsilon;
        Weight = w.Get("weight", [1], Init.Constant(Math.Sqrt(width)));
    }

    /// <summary>[1].</summary>
    public Parameter Weight { get; }

    /// <summary>x [..., d]; unchanged.</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.ScaleNorm(x, Weight, _epsilon);
}
