namespace Nabla;

/// <summary>Compares gradients of gradients with finite differences of gradients, in float64.</summary>
public static class GradGradCheck
{
    /// <summary>Checks that the backward pass of <paramref name="function"/> is itself differentiable and right.</summary>
    /// <inheritdoc cref="GradCheck.Verify(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, double, double, double)"/>
    [Export("autograd.gradgradcheck")]
    public static void Verify(
        Func<Tensor[], Tensor> function, IReadOnlyList<Tensor> inputs, double step = 1e-6, double absolute = 1e-5, double relative = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        int[] wanted = [.. Enumerable.Range(0, inputs.Count).Where(i => inputs[i].RequiresGrad)];
        Tensor entering = Tensor.Zeros(function([.. inputs]).Shape, DType.Float64);
        Span<double> values = entering.AsSpan<double>();
        for (int i = 0; i < values.Length; i++) values[i] = 0.7 + Math.Cos((2.3 * i) + 0.1);
        entering.RequiresGrad = true;

        GradCheck.Verify(
            all =>
            {
                Tensor[] own = all[..^1];
                Tensor output = function(own);
                Tensor?[] gradients = Autograd.Grad(output, [.. wanted.Select(i => own[i])], all[^1], createGraph: true, allowUnused: true);
                Tensor total = Tensor.Zeros([1], DType.Float64);
                for (int k = 0; k < gradients.Length; k++)
                {
                    if (gradients[k] is not { } gradient) continue;
                    double[] weights = [.. Enumerable.Range(0, (int)gradient.Count).Select(i => 0.4 + Math.Sin((1.1 * i) + k))];
                    total += (gradient * Tensor.Of(weights, gradient.Shape)).Sum();
                }
                return total;
            },
            [.. inputs, entering], step, absolute, relative);
    }

    /// <summary>Checks a function of one input.</summary>
    /// <inheritdoc cref="GradCheck.Verify(Func{Tensor[], Tensor}, IReadOnlyList{Tensor}, double, double, double)"/>
    public static void Verify(Func<Tensor, Tensor> function, Tensor input) => Verify(x => function(x[0]), [input.RequiresGrad ? input : input.Detach().WithGrad()]);
}
