namespace Nabla.Vision;

/// <summary>Scales each channel by a gate computed from the means of all channels. Hu et al., Squeeze-and-Excitation Networks (2017).</summary>
[Export("vision.models.SqueezeExcitation")]
public sealed class SqueezeExcitation : Module
{
    private readonly Conv2d _fc1, _fc2;
    private readonly ActivationKind _activation, _gate;
    private readonly (GateActivation Hidden, GateActivation Gate)? _curves;

    /// <summary>Reads, or creates, <c>fc1</c> and <c>fc2</c>.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="squeezed">Channels between the two layers.</param>
    /// <param name="activation">Between the two layers.</param>
    /// <param name="gate">After the second layer.</param>
    public SqueezeExcitation(Weights w, int channels, int squeezed, ActivationKind activation = ActivationKind.ReLU, ActivationKind gate = ActivationKind.Sigmoid)
        : base(w)
    {
        (_activation, _gate) = (activation, gate);
        if (Curve(activation) is { } inner && Curve(gate) is { } outer) _curves = (inner, outer);
        _fc1 = new(w["fc1"], channels, squeezed, 1, initializer: Blocks.ConvInit, biasInitializer: Init.Zeros);
        _fc2 = new(w["fc2"], squeezed, channels, 1, initializer: Blocks.ConvInit, biasInitializer: Init.Zeros);
    }

    /// <summary>x [N, C, H, W]; unchanged.</summary>
    public override Tensor Forward(Tensor x)
    {
        if (_curves is { } curves && !_fc1.IsWatched && !_fc2.IsWatched)
            return Functional.SqueezeExcitation(x, _fc1.Weight, _fc1.Bias!, _fc2.Weight, _fc2.Bias!, curves.Hidden, curves.Gate);
        Tensor gate = _activation.Apply(_fc1.Call(Functional.AdaptiveAvgPool2d(x, 1)));     // [N, S, 1, 1]
        return x * _gate.Apply(_fc2.Call(gate));
    }

    private static GateActivation? Curve(ActivationKind kind) => kind switch
    {
        ActivationKind.ReLU => GateActivation.ReLU,
        ActivationKind.SiLU => GateActivation.SiLU,
        ActivationKind.Sigmoid => GateActivation.Sigmoid,
        ActivationKind.Hardsigmoid => GateActivation.Hardsigmoid,
        _ => null,
    };
}
