namespace Nabla;

/// <summary>y = x·Wᵀ/√inputs + b with standard normal W: the NTK parameterisation. Jacot, Gabriel and Hongler (2018).</summary>
[Export("nn.NTKLinear")]
public sealed class NTKLinear : Module
{
    /// <summary>Reads, or creates, <c>weight</c> and <c>bias</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="inputs">Features in.</param>
    /// <param name="outputs">Features out.</param>
    /// <param name="bias">Add a bias?</param>
    public NTKLinear(Weights w, int inputs, int outputs, bool bias = true)
        : base(w)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Weight = w.Get("weight", [outputs, inputs], Init.Normal());
        Bias = bias ? w.Get("bias", [outputs], Init.Zeros) : null;
    }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs]; null without bias.</summary>
    public Parameter? Bias { get; }

    /// <summary>x [..., inputs] -> [..., outputs].</summary>
    public override Tensor Forward(Tensor x) => Nabla.Functional.NTKLinear(x, Weight, Bias?.Value);
}
