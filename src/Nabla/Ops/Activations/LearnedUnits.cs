using Nabla.Kernels.Activations;

namespace Nabla;

/// <summary>x above 0, slope·x elsewhere, with a learned slope that broadcasts.</summary>
/// <remarks>He et al. (2015). ∂x = g above 0, g·slope elsewhere; ∂slope = Σ g·min(x, 0).</remarks>
internal sealed record PReluOp : LearnedOp<PReluFunction>
{
    protected override PReluFunction Function => default;

    protected override (Tensor X, Tensor[] Parameters) Slopes(Tensor x, Tensor[] parameters)
    {
        Tensor positive = x.Detach().Greater(0);
        return (positive.Where(Tensor.Ones([], x.DType, x.Backend), parameters[0]), [positive.Where(0, x)]);
    }
}

/// <summary>x·σ(beta·x) with a learned sharpness that broadcasts. With v = beta·x: ∂x = σ(v)·(1 + v·(1 - σ(v))), ∂beta = Σ x²·σ(v)·(1 - σ(v)).</summary>
/// <remarks>Ramachandran, Zoph and Le (2017).</remarks>
internal sealed record LearnedSwishOp : LearnedOp<SwishFunction>
{
    protected override SwishFunction Function => default;

    protected override (Tensor X, Tensor[] Parameters) Slopes(Tensor x, Tensor[] parameters)
    {
        Tensor v = x * parameters[0], s = v.Sigmoid(), rest = 1 - s;
        return (s * ((v * rest) + 1), [x * s * x * rest]);
    }
}

/// <summary>x + sin²(alpha·x)/alpha with a learned frequency that broadcasts. ∂x = 1 + sin(2·alpha·x), ∂alpha = Σ (x·sin(2·alpha·x) - sin²(alpha·x)/alpha)/alpha.</summary>
/// <remarks>Ziyin, Hartwig and Ueda (2020).</remarks>
internal sealed record LearnedSnakeOp : LearnedOp<SnakeFunction>
{
    protected override SnakeFunction Function => default;

    protected override (Tensor X, Tensor[] Parameters) Slopes(Tensor x, Tensor[] parameters)
    {
        Tensor alpha = parameters[0], v = x * alpha, twice = (v * 2).Sin();
        return (twice + 1, [((x * twice) - (v.Sin().Square() / alpha)) / alpha]);
    }
}

/// <summary>½((1 + Slope)x + (1 - Slope)x·erf(z)), z = mu·(1 - Slope)·x, with a learned mu that broadcasts.</summary>
/// <remarks>
/// Biswas, Kumar, Banerjee and Pandey (2021). ∂x = Slope + (1 - Slope)·(½erfc(-z) + z·e^(-z²)/√π), ∂mu = Σ (1 - Slope)²·x²·e^(-z²)/√π.
/// </remarks>
internal sealed record LearnedSmuOp(double Slope) : LearnedOp<SmuFunction>
{
    protected override SmuFunction Function => new(Slope);

    protected override (Tensor X, Tensor[] Parameters) Slopes(Tensor x, Tensor[] parameters)
    {
        Tensor z = x * (parameters[0] * (1 - Slope)), bell = (z * -z).Exp() * (1 / Math.Sqrt(Math.PI));
        return ((((-z).Erfc() * 0.5) + (z * bell)) * (1 - Slope) + Slope, [x * bell * x * ((1 - Slope) * (1 - Slope))]);
    }
}

/// <summary>u·σ(v) + p2·x with u = (p1 - p2)·x and v = beta·u; p1, p2 and beta are learned and broadcast: ACON-C.</summary>
/// <remarks>
/// Ma, Zhang, Liu and Sun (2021). With s = σ(v), t = s·(1 - s), h = s + v·t: ∂x = (p1 - p2)·h + p2, ∂p1 = Σ x·h, ∂p2 = Σ x·(1 - h), ∂beta = Σ u²·t.
/// </remarks>
internal sealed record AconOp : LearnedOp<AconFunction>
{
    protected override AconFunction Function => default;

    protected override (Tensor X, Tensor[] Parameters) Slopes(Tensor x, Tensor[] parameters)
    {
        Tensor difference = parameters[0] - parameters[1], u = difference * x, v = parameters[2] * u, s = v.Sigmoid(), t = s * (1 - s), h = s + (v * t), rising = x * h;
        return ((difference * h) + parameters[1], [rising, x - rising, u * t * u]);
    }
}
