namespace Nabla.Kernels.Tests.Normalization;

/// <summary>Normalisation by the definition: every element knows the set its statistics come from and its channel.</summary>
internal sealed record NormReference(Func<long, long> Set, Func<long, long> Channel, double Epsilon, bool Centred = true, bool Relu = false)
{
    public double[] Forward(double[] x, double[] gamma, double[] beta)
    {
        var y = new double[x.Length];
        foreach (IGrouping<long, int> set in Enumerable.Range(0, x.Length).GroupBy(i => Set(i)))
        {
            double mean = Centred ? set.Average(i => x[i]) : 0;
            double variance = set.Average(i => (x[i] - mean) * (x[i] - mean));
            foreach (int i in set)
            {
                double v = (x[i] - mean) / Math.Sqrt(variance + Epsilon) * gamma[Channel(i)] + beta[Channel(i)];
                y[i] = Relu ? Math.Max(v, 0) : v;
            }
        }

        return y;
    }

    /// <summary>Gradients of Σ g ⊙ y by central differences.</summary>
    public (double[] X, double[] Gamma, double[] Beta) Gradients(double[] x, double[] gamma, double[] beta, double[] g)
    {
        return (Differences(x), Differences(gamma), Differences(beta));

        double[] Differences(double[] variable)
        {
            var gradient = new double[variable.Length];
            for (int i = 0; i < variable.Length; i++)
            {
                double before = variable[i];
                variable[i] = before + 1e-5;
                double high = Forward(x, gamma, beta).Zip(g, (a, b) => a * b).Sum();
                variable[i] = before - 1e-5;
                double low = Forward(x, gamma, beta).Zip(g, (a, b) => a * b).Sum();
                variable[i] = before;
                gradient[i] = (high - low) / 2e-5;
            }

            return gradient;
        }
    }
}
