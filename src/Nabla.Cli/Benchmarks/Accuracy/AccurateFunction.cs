namespace Nabla.Cli.Benchmarks.Accuracy;

/// <summary>An elementwise function that has kernels of its own in both precisions.</summary>
/// <param name="Name">Its name; a slope is the gradient that backward gives.</param>
/// <param name="Run">The function, in the precision of its argument.</param>
/// <param name="Floor">Where a value is smaller, as around a zero inside the range, units of this size count.</param>
internal sealed record AccurateFunction(string Name, Func<Tensor, Tensor> Run, double Floor = 0)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AccurateFunction> All { get; } =
    [
        new("exp", x => x.Exp()), new("tanh", x => x.Tanh()), new("sigmoid", x => x.Sigmoid()), new("erf", x => x.Erf()), new("erfc", x => x.Erfc()),
        new("gelu", x => Functional.GELU(x)), Slope("gelu-slope", x => Functional.GELU(x), 1 / 16.0), new("gelu-tanh", x => Functional.GELU(x, tanh: true)),
        new("silu", x => Functional.SiLU(x)), Slope("silu-slope", x => Functional.SiLU(x), 1 / 16.0), new("swish", x => Functional.Swish(x, 1.5)), new("swish-learned", x => Functional.Swish(x, Tensor.Full([1], 1.5, x.DType))),
        new("mish", x => Functional.Mish(x)), new("tanhexp", x => Functional.TanhExp(x)), new("serf", x => Functional.Serf(x)), new("smu", x => Functional.SMU(x)),
        new("softplus", x => Functional.Softplus(x)), new("logsigmoid", x => Functional.LogSigmoid(x)), new("elu", x => Functional.ELU(x)), new("selu", x => Functional.SELU(x)),
    ];

    private static AccurateFunction Slope(string name, Func<Tensor, Tensor> function, double floor) => new(name, x =>
    {
        using GradMode.Restore on = GradMode.Enable();
        Tensor leaf = x.Detach().WithGrad();
        return Autograd.Grad(function(leaf), [leaf], Tensor.Ones(x.Shape, x.DType))[0]!;
    }, floor);
}
