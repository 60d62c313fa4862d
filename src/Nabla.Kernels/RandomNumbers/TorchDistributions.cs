using System.Numerics;

namespace Nabla.Kernels.RandomNumbers;

/// <summary>Single numbers of various distributions, from the draws of the generator that PyTorch's CPU functions make.</summary>
public static class TorchDistributions
{
    /// <summary><c>exponential_(rate)</c>: a waiting time.</summary>
    public static double Exponential(Mt19937 generator, double rate)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return -1 / rate * Math.Log(1 - generator.NextDouble());
    }

    /// <summary><c>geometric_(probability)</c>: the number of trials up to the first success.</summary>
    public static double Geometric(Mt19937 generator, double probability)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Math.Ceiling(Math.Log(generator.NextDouble()) / Math.Log(1 - probability));
    }

    /// <summary><c>log_normal_(mean, deviation)</c>: e to the power of a normal number.</summary>
    public static double LogNormal(Mt19937 generator, double mean, double deviation)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return Math.Exp((generator.NextNormal() * deviation) + mean);
    }

    /// <summary><c>cauchy_(median, sigma)</c>: a number without a mean.</summary>
    public static double Cauchy(Mt19937 generator, double median, double sigma)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return median + (sigma * Math.Tan(Math.PI * (generator.NextDouble() - 0.5)));
    }

    /// <summary>Positions with probabilities proportional to weights, each drawn anew (<c>multinomial</c> with replacement).</summary>
    /// <typeparam name="T">float or double, in which PyTorch sums.</typeparam>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="weights">Not negative, with a positive sum.</param>
    /// <param name="sums">Scratch of the weights' length.</param>
    /// <param name="y">Receives the positions.</param>
    public static void Multinomial<T>(Mt19937 generator, ReadOnlySpan<T> weights, Span<T> sums, Span<long> y)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(generator);
        T total = T.Zero;
        for (int i = 0; i < weights.Length; i++) sums[i] = total += weights[i];
        for (int i = 0; i < sums.Length; i++) sums[i] /= total;
        sums[^1] = T.One;
        for (int k = 0; k < y.Length; k++)
        {
            double u = generator.NextDouble();
            int low = 0, high = sums.Length;
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                if (double.CreateTruncating(sums[middle]) < u) low = middle + 1;
                else high = middle;
            }
            y[k] = low;
        }
    }
}
