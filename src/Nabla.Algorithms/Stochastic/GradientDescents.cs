namespace Nabla.Algorithms.Stochastic;

/// <summary>Adds the gradient of one sample's loss at w.</summary>
/// <param name="sample">Number of the sample.</param>
/// <param name="w">Where.</param>
/// <param name="gradient">The gradient is added to it.</param>
[Export("algorithms.stochastic.SampleGradient")]
public delegate void SampleGradient(int sample, ReadOnlySpan<double> w, Span<double> gradient);

/// <summary>Gradient descent on the mean loss of a set of samples, from one sample a step (SGD) through batches (MBGD) to all of them (BGD).</summary>
/// <remarks>
/// All three are Robbins and Monro's iteration for the gradient of the mean loss; they differ in the variance of an observation, σ²/batch. Far from the
/// minimum the noise is small beside the gradient and they behave alike; near it the smaller batch wanders more.
/// </remarks>
[Export("algorithms.stochastic.GradientDescents")]
public static class GradientDescents
{
    /// <summary>Descends.</summary>
    /// <param name="gradient">The gradient of one sample's loss.</param>
    /// <param name="samples">How many samples there are, 1 or more.</param>
    /// <param name="batch">Samples a step, 1..<paramref name="samples"/>; all of them take part in every step of full descent, others are drawn with replacement.</param>
    /// <param name="w">The start; becomes the last iterate.</param>
    /// <param name="steps">Sizes of steps.</param>
    /// <param name="random">Draws samples.</param>
    /// <param name="path">Receives all iterates, one after the other; its length is a multiple of that of <paramref name="w"/> and gives the number of steps.</param>
    /// <exception cref="ArgumentException">The path is no whole number of iterates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch is not in 1..samples.</exception>
    [Export("algorithms.stochastic.gradient_descents.descend")]
    public static void Descend(SampleGradient gradient, int samples, int batch, Span<double> w, StepRule steps, Random random, Span<double> path)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, samples);
        if (w.IsEmpty || path.Length % w.Length != 0) throw new ArgumentException($"A path of {path.Length} numbers is no whole number of iterates of {w.Length}.", nameof(path));
        double[] sum = new double[w.Length];
        for (int k = 0; k < path.Length / w.Length; k++)
        {
            Array.Clear(sum);
            for (int b = 0; b < batch; b++) gradient(batch == samples ? b : random.Next(samples), w, sum);
            double a = steps.At(k + 1) / batch;
            for (int i = 0; i < w.Length; i++) w[i] -= a * sum[i];
            w.CopyTo(path[(k * w.Length)..]);
        }
    }
}
