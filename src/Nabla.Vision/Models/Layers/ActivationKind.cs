namespace Nabla.Vision;

/// <summary>The nonlinearity after a convolution or a linear layer.</summary>
[Export("vision.models.ActivationKind")]
public enum ActivationKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>min(max(x, 0), 6).</summary>
    ReLU6,

    /// <summary>x·sigmoid(x), also called swish.</summary>
    SiLU,

    /// <summary>x·min(max(x + 3, 0), 6)/6.</summary>
    Hardswish,

    /// <summary>x·Φ(x).</summary>
    GELU,

    /// <summary>1/(1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>min(max(x + 3, 0), 6)/6.</summary>
    Hardsigmoid,

    /// <summary>x·Φ(x), with Φ approximated by tanh.</summary>
    GELUTanh,
}

/// <summary>What an <see cref="ActivationKind"/> stands for.</summary>
internal static class ActivationKinds
{
    /// <summary>The value.</summary>
    public static Tensor Apply(this ActivationKind kind, Tensor x) => kind switch
    {
        ActivationKind.ReLU => Functional.ReLU(x),
        ActivationKind.ReLU6 => Functional.ReLU6(x),
        ActivationKind.SiLU => Functional.SiLU(x),
        ActivationKind.Hardswish => Functional.Hardswish(x),
        ActivationKind.GELU => Functional.GELU(x),
        ActivationKind.Sigmoid => x.Sigmoid(),
        ActivationKind.Hardsigmoid => Functional.Hardsigmoid(x),
        ActivationKind.GELUTanh => Functional.GELU(x, tanh: true),
        _ => x,
    };

    /// <summary>The module.</summary>
    public static Module Module(this ActivationKind kind, Weights w) => kind switch
    {
        ActivationKind.ReLU => new ReLU(w),
        ActivationKind.ReLU6 => new ReLU6(w),
        ActivationKind.SiLU => new SiLU(w),
        ActivationKind.Hardswish => new Hardswish(w),
        ActivationKind.GELU => new GELU(w),
        ActivationKind.Sigmoid => new Sigmoid(w),
        ActivationKind.Hardsigmoid => new Hardsigmoid(w),
        ActivationKind.GELUTanh => new GELU(w, tanh: true),
        _ => new Identity(w),
    };
}
