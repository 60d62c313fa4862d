using Nabla.Kernels.Elementwise;

namespace Nabla;

/// <summary>Keeps gradients from growing too large; call between backward and the optimiser's step.</summary>
public static class GradientClipping
{
    /// <summary>Scales all gradients by one factor so that their norm, taken together, is at most <paramref name="maxNorm"/>.</summary>
    /// <param name="parameters">The parameters; those without a gradient do not count.</param>
    /// <param name="maxNorm">The bound, not negative.</param>
    /// <param name="normType">p of the norm: 2, infinity, or any other number above 0.</param>
    /// <param name="errorIfNonFinite">Throw when the norm is infinite or NaN; the gradients are then left alone.</param>
    /// <returns>The norm before clipping; 0 when there is no gradient.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative, or p is not above 0.</exception>
    /// <exception cref="ArithmeticException">The norm is not finite, and that was to be an error.</exception>
    /// <remarks>The factor is maxNorm / (norm + 1e-6), at most 1, as in PyTorch. Pascanu et al. 2013, "On the difficulty of training recurrent neural networks".</remarks>
    [Export("nn.utils.clip_grad_norm_")]
    public static double ByNorm(IEnumerable<Parameter> parameters, double maxNorm, double normType = 2, bool errorIfNonFinite = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(maxNorm >= 0)) throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, "The bound must be at least 0.");
        if (!(normType > 0)) throw new ArgumentOutOfRangeException(nameof(normType), normType, "The p of the norm must be above 0.");
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        using GradMode.Restore mode = GradMode.NoGrad();
        double norm = Combine([.. gradients.Select(gradient => Norm(gradient, normType))], normType);
        if (errorIfNonFinite && !double.IsFinite(norm))
            throw new ArithmeticException($"The gradients' norm is {norm}; look for the cause with AnomalyMode, or allow it with {nameof(errorIfNonFinite)} off.");
        // A NaN scales too, so that it shows instead of hiding in a few parameters.
        double factor = Math.Min(1, maxNorm / (norm + 1e-6));
        if (factor != 1)
        {
            using TensorScope scope = TensorScope.Open();
            foreach (Tensor gradient in gradients) gradient.MultiplyInPlace(factor);
        }
        return norm;
    }

    /// <summary>Cuts every element of the gradients to [-<paramref name="limit"/>, <paramref name="limit"/>].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or NaN.</exception>
    [Export("nn.utils.clip_grad_value_")]
    public static void ByValue(IEnumerable<Parameter> parameters, double limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(limit >= 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "The limit must be at least 0.");
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Grad is not { HasData: true } gradient) continue;
            gradient.Storage.Touch();
            gradient.Backend.Unary(new ClampKernel(-limit, limit), gradient, gradient);
        }
    }

    private static double Norm(Tensor gradient, double p)
    {
        if (gradient.Count == 0 || !gradient.HasData) return 0;
        using TensorScope scope = TensorScope.Open();
        if (p == 2) return Total(Reduction.NormL2, gradient);
        if (p == 1) return Total(Reduction.NormL1, gradient);
        double largest = Total(Reduction.NormMax, gradient);
        if (double.IsInfinity(p) || !double.IsFinite(largest) || largest == 0) return largest;
        // Relative to the largest, so that no power overflows.
        Tensor powers = ((gradient / largest).Abs().Log() * p).Exp();
        return largest * Math.Pow(Total(Reduction.Sum, powers), 1 / p);
    }

    private static double Total(Reduction kind, Tensor x) => Reduce.Run(kind, x, [.. Enumerable.Range(0, x.Rank)], keepDims: false, x.DType).Item();

    private static double Combine(double[] norms, double p)
    {
        if (norms.Length == 0) return 0;
        double largest = norms.Aggregate(Math.Max);
        if (double.IsInfinity(p) || !double.IsFinite(largest) || largest == 0) return largest;
        return largest * Math.Pow(norms.Sum(norm => Math.Pow(norm / largest, p)), 1 / p);
    }
}
