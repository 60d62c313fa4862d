namespace Nabla.Cli.Plots;

/// <summary>The activations that can be drawn, by the names of their modules.</summary>
internal static class ActivationCatalog
{
    /// <summary>Name to function of float64 values.</summary>
    public static IReadOnlyDictionary<string, Func<Tensor, Tensor>> Functions { get; } = new SortedDictionary<string, Func<Tensor, Tensor>>(StringComparer.OrdinalIgnoreCase)
    {
        ["ReLU"] = Functional.ReLU,
        ["ReLU6"] = Functional.ReLU6,
        ["LeakyReLU"] = x => Functional.LeakyReLU(x, 0.1),
        ["ELU"] = x => Functional.ELU(x),
        ["SELU"] = Functional.SELU,
        ["CELU"] = x => Functional.CELU(x, 0.5),
        ["GELU"] = x => Functional.GELU(x),
        ["GELU-tanh"] = x => Functional.GELU(x, tanh: true),
        ["QuickGELU"] = Functional.QuickGELU,
        ["SiLU"] = Functional.SiLU,
        ["Swish"] = x => Functional.Swish(x, 2),
        ["Mish"] = Functional.Mish,
        ["HardMish"] = Functional.HardMish,
        ["Softplus"] = x => Functional.Softplus(x),
        ["Softsign"] = Functional.Softsign,
        ["Sigmoid"] = Functional.Sigmoid,
        ["LogSigmoid"] = Functional.LogSigmoid,
        ["Tanh"] = Functional.Tanh,
        ["Tanhshrink"] = Functional.Tanhshrink,
        ["Hardtanh"] = x => Functional.Hardtanh(x),
        ["Hardsigmoid"] = Functional.Hardsigmoid,
        ["Hardswish"] = Functional.Hardswish,
        ["Hardshrink"] = x => Functional.Hardshrink(x),
        ["Softshrink"] = x => Functional.Softshrink(x),
        ["Threshold"] = x => Functional.Threshold(x, 0.5, 0),
        ["Step"] = x => Functional.Step(x),
        ["SquaredReLU"] = Functional.SquaredReLU,
        ["TanhExp"] = Functional.TanhExp,
        ["Serf"] = Functional.Serf,
        ["Snake"] = x => Functional.Snake(x),
        ["Sine"] = x => Functional.Sine(x, 2),
        ["SMU"] = x => Functional.SMU(x, 0.25, 2),
        ["PAU"] = x => new PAU(Weights.Random(0, x.DType)).Forward(x),
        ["PReLU"] = x => Functional.PReLU(x, Tensor.Full([1], 0.25, x.DType)),
        ["RReLU"] = x => Functional.RReLU(x),
        ["ACON"] = x => Functional.ACON(x, Tensor.Of(1.2, x.DType), Tensor.Of(-0.2, x.DType), Tensor.Of(1.0, x.DType)),
    };

    /// <summary>The functions asked for, or all.</summary>
    /// <exception cref="UsageException">There is no such activation.</exception>
    public static IEnumerable<(string Name, Func<Tensor, Tensor> Function)> Choose(IReadOnlyCollection<string> names)
    {
        foreach (string name in names)
        {
            if (!Functions.ContainsKey(name)) throw new UsageException($"There is no activation named '{name}'; there are {string.Join(", ", Functions.Keys)}.");
        }
        return Functions.Where(pair => names.Count == 0 || names.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)).Select(pair => (pair.Key, pair.Value));
    }
}
