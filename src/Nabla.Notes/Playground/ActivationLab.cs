namespace Nabla.Notes.Playground;

/// <summary>Activation functions of the library with their derivatives from autograd, and what they make of normal numbers.</summary>
internal static class ActivationLab
{
    private const int Points = 241, Samples = 4096, Bins = 48;

    private const double Range = 6;

    private static readonly (ActivationChoice Choice, Func<Tensor, double, Tensor> Function)[] All =
    [
        (new("ReLU", null, 0, 0, 0, "max(0, x)"), (x, _) => Functional.ReLU(x)),
        (new("LeakyReLU", "slope", 0, 1, 0.1, "x for x > 0, slope · x below"), (x, p) => Functional.LeakyReLU(x, p)),
        (new("ELU", "alpha", 0, 3, 1, "x for x > 0, alpha (exp x - 1) below"), (x, p) => Functional.ELU(x, p)),
        (new("SELU", null, 0, 0, 0, "1.0507 · ELU with alpha 1.6733"), (x, _) => Functional.SELU(x)),
        (new("GELU", null, 0, 0, 0, "x Φ(x)"), (x, _) => Functional.GELU(x)),
        (new("Swish", "beta", 0, 10, 1, "x σ(beta x); SiLU at beta 1"), (x, p) => Functional.Swish(x, p)),
        (new("Mish", null, 0, 0, 0, "x tanh(log(1 + exp x))"), (x, _) => Functional.Mish(x)),
        (new("Softplus", "beta", 0.2, 10, 1, "log(1 + exp(beta x)) / beta"), (x, p) => Functional.Softplus(x, p)),
        (new("Sigmoid", null, 0, 0, 0, "1 / (1 + exp(-x))"), (x, _) => Functional.Sigmoid(x)),
        (new("Tanh", null, 0, 0, 0, "tanh x"), (x, _) => Functional.Tanh(x)),
        (new("Softsign", null, 0, 0, 0, "x / (1 + |x|)"), (x, _) => Functional.Softsign(x)),
        (new("Hardtanh", "limit", 0.2, 5, 1, "x between -limit and limit"), (x, p) => Functional.Hardtanh(x, -p, p)),
        (new("Hardswish", null, 0, 0, 0, "x · min(max(x + 3, 0), 6) / 6"), (x, _) => Functional.Hardswish(x)),
        (new("Softshrink", "lambda", 0, 3, 0.5, "x without lambda of its length"), (x, p) => Functional.Softshrink(x, p)),
        (new("SquaredReLU", null, 0, 0, 0, "max(0, x)²"), (x, _) => Functional.SquaredReLU(x)),
        (new("TanhExp", null, 0, 0, 0, "x tanh(exp x)"), (x, _) => Functional.TanhExp(x)),
        (new("Snake", "alpha", 0.2, 5, 1, "x + sin²(alpha x) / alpha"), (x, p) => Functional.Snake(x, p)),
        (new("SMU", "mu", 0.1, 10, 1, "a smooth maximum of x and x / 4"), (x, p) => Functional.SMU(x, 0.25, p)),
    ];

    public static ActivationChoice[] Choices { get; } = [.. All.Select(pair => pair.Choice)];

    public static ActivationReply Run(ActivationRequest request)
    {
        (ActivationChoice choice, Func<Tensor, double, Tensor> function) = All.FirstOrDefault(pair => pair.Choice.Name == request.Name);
        if (choice is null) throw new InputException($"There is no activation '{request.Name}'; there are {string.Join(", ", Choices.Select(other => other.Name))}.");
        double parameter = choice.Parameter is null ? 0 : InputException.Check(request.Parameter, choice.Parameter, choice.Low, choice.High);
        double mean = InputException.Check(request.Mean, "mean", -5, 5), deviation = InputException.Check(request.Deviation, "deviation", 0.01, 5);
        using TensorScope scope = new();
        Tensor x = Tensor.Linspace(-Range, Range, Points, DType.Float64).WithGrad();
        Tensor y = function(x, parameter);
        y.Sum().Backward();
        double[] inputs = Tensor.Normal(mean, deviation, [Samples], DType.Float64, new Philox(7)).ToArray<double>();
        double[] outputs;
        using (GradMode.NoGrad()) outputs = function(Tensor.Of(inputs, [Samples]), parameter).ToArray<double>();
        double low = outputs.Min(), high = outputs.Max();
        if (high - low < 1e-6) (low, high) = (low - 0.5, high + 0.5);
        double average = outputs.Average();
        return new(
            choice.Name, x.ToArray<double>(), Finite(y), Finite(x.Grad!), Histogram(inputs, -Range, Range), Histogram(outputs, low, high), low, high, average,
            Math.Sqrt(outputs.Average(value => (value - average) * (value - average))), outputs.Count(value => value == 0) / (double)Samples);
    }

    /// <summary>JSON has no infinities; they become gaps in the curve.</summary>
    private static double?[] Finite(Tensor values) => [.. values.ToArray<double>().Select(value => double.IsFinite(value) ? value : (double?)null)];

    /// <summary>The share of the values in each of the bins.</summary>
    private static double[] Histogram(double[] values, double low, double high)
    {
        double[] shares = new double[Bins];
        foreach (double value in values)
        {
            int bin = (int)((value - low) / (high - low) * Bins);
            if (value >= low && value <= high) shares[Math.Min(bin, Bins - 1)] += 1.0 / values.Length;
        }
        return shares;
    }
}
