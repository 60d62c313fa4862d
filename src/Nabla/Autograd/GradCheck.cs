using System.Globalization;

namespace Nabla;

/// <summary>Compares gradients with central finite differences, in float64.</summary>
public static class GradCheck
{
    /// <summary>Checks the gradient of <paramref name="function"/> with respect to every input that requires one.</summary>
    /// <param name="function">Any recorded computation; the result may have any shape.</param>
    /// <param name="inputs">Float64 inputs.</param>
    /// <param name="step">Half-width of the difference quotient.</param>
    /// <param name="absolute">Absolute tolerance.</param>
    /// <param name="relative">Relative tolerance.</param>
    /// <exception cref="GradCheckException">A gradient differs; the message names input, position and both values.</exception>
    /// <exception cref="ArgumentException">No input requires a gradient, or one that does is not float64.</exception>
    [Export("autograd.gradcheck")]
    public static void Verify(
        Func<Tensor[], Tensor> function, IReadOnlyList<Tensor> inputs, double step = 1e-6, double absolute = 1e-5, double relative = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor[] given = [.. inputs];
        if (!given.Any(input => input.RequiresGrad)) throw new ArgumentException("At least one input must require a gradient.", nameof(inputs));
        foreach (Tensor input in given)
        {
            if (input.RequiresGrad && input.DType != DType.Float64)
                throw new ArgumentException($"Gradients are checked in float64; an input of shape {input.Shape} is {input.DType.Name()}.", nameof(inputs));
        }
        Tensor output = function(given);
        if (!output.DType.IsFloating()) throw new ArgumentException("The function's result is not floating point.", nameof(function));
        // A fixed uneven weighting turns the Jacobian check into a check of one scalar without hiding sign errors.
        double[] weights = [.. Enumerable.Range(0, (int)output.Count).Select(i => 0.5 + Math.Sin((1.7 * i) + 0.3))];
        Tensor weight = Tensor.Of(weights, output.Shape);
        Tensor[] wanted = [.. given.Where(input => input.RequiresGrad)];
        Tensor?[] analytic = output.RequiresGrad
            ? Autograd.Grad(output, wanted, weight, allowUnused: true)
            : new Tensor?[wanted.Length];

        for (int k = 0; k < wanted.Length; k++)
        {
            double[] exact = analytic[k]?.ToArray<double>() ?? new double[wanted[k].Count];
            int position = Array.FindIndex(given, input => ReferenceEquals(input, wanted[k]));
            double[] values = wanted[k].ToArray<double>();
            for (int i = 0; i < values.Length; i++)
            {
                double numeric = (Probe(function, given, position, values, i, step, weights) - Probe(function, given, position, values, i, -step, weights)) / (2 * step);
                if (!(Math.Abs(numeric - exact[i]) <= absolute + (relative * Math.Abs(numeric))))
                {
                    throw new GradCheckException(string.Create(CultureInfo.InvariantCulture,
                        $"Gradient of input {position} (shape {wanted[k].Shape}) at element {i}: analytic {exact[i]:g9}, finite difference {numeric:g9}."));
                }
            }
        }
    }

    /// <summary>Checks a function of one input.</summary>
    /// <inheritdoc cref="Verify(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, double, double, double)"/>
    public static void Verify(Func<Tensor, Tensor> function, Tensor input) => Verify(x => function(x[0]), [input.RequiresGrad ? input : input.Detach().WithGrad()]);

    private static double Probe(Func<Tensor[], Tensor> function, Tensor[] given, int position, double[] values, int element, double shift, double[] weights)
    {
        double[] moved = [.. values];
        moved[element] += shift;
        Tensor[] inputs = [.. given.Select(input => input.Detach())];
        inputs[position] = Tensor.Of(moved, given[position].Shape);
        // Functions may differentiate inside (gradients of gradients), so recording stays on.
        for (int i = 0; i < inputs.Length; i++)
        {
            if (given[i].RequiresGrad) inputs[i].RequiresGrad = true;
        }
        double[] output = function(inputs).To(DType.Float64).ToArray<double>();
        double sum = 0;
        for (int i = 0; i < output.Length; i++) sum += output[i] * weights[i];
        return sum;
    }
}
