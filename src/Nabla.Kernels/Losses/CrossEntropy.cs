using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Losses;

/// <summary>Log-softmax and negative log-likelihood in one, over [n, classes, inner] with the classes in the middle.</summary>
/// <remarks>
/// With w the class weights (one if null), s the label smoothing, C classes and z = log Σ exp x:
/// class targets y: loss = (1-s)·w[y]·(z - x[y]) + s/C·Σ w[c]·(z - x[c]), and the mean divides by Σ w[y];
/// probability targets t: loss = Σ w[c]·((1-s)·t[c] + s/C)·(z - x[c]), and the mean divides by n·inner.
/// Only z is kept for the backward pass; no log-probabilities are stored.
/// </remarks>
public static unsafe class CrossEntropy
{
    /// <summary>Losses for class targets.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Scores [n, classes, inner].</param>
    /// <param name="target">Class numbers [n, inner].</param>
    /// <param name="weight">Class weights [classes] or null.</param>
    /// <param name="n">Batch size.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="inner">Positions per sample; 1 for [n, classes].</param>
    /// <param name="ignoreIndex">A target that counts for nothing; PyTorch's default is -100.</param>
    /// <param name="smoothing">Label smoothing, 0..1.</param>
    /// <param name="losses">Receives the unreduced losses [n, inner].</param>
    /// <param name="logSumExp">Receives z [n, inner], for the backward pass.</param>
    /// <returns>Sum of the losses and the divisor of their mean.</returns>
    /// <exception cref="IndexRangeException">A target is neither the ignored one nor in 0..classes-1; nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1.</exception>
    public static LossTotal Forward<T>(T* x, long* target, T* weight, long n, long classes, long inner, long ignoreIndex, double smoothing, T* losses, T* logSumExp)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double total = TargetWeight(target, weight, n * inner, classes, ignoreIndex);
        CrossEntropyJob<T> job = Job(x, weight, n, classes, inner, smoothing, logSumExp);
        job.Target = target;
        job.IgnoreIndex = ignoreIndex;
        job.Losses = losses;
        job.Run(backward: false);
        return new LossTotal(MachineVector.Sum(losses, n * inner), total);
    }

    /// <summary>Gradient of the scores for class targets.</summary>
    /// <param name="x">Scores of the forward pass.</param>
    /// <param name="target">Class numbers [n, inner].</param>
    /// <param name="weight">Class weights [classes] or null.</param>
    /// <param name="n">Batch size.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="inner">Positions per sample.</param>
    /// <param name="ignoreIndex">As in the forward pass.</param>
    /// <param name="smoothing">As in the forward pass.</param>
    /// <param name="logSumExp">z of the forward pass [n, inner].</param>
    /// <param name="g">Upstream gradient: one value, or [n, inner].</param>
    /// <param name="gStride">0 when g is one value (sum or mean), 1 when there is one a position.</param>
    /// <param name="scale">Factor of g: 1, or 1/Weight of the forward pass for the mean.</param>
    /// <param name="gx">Gradient [n, classes, inner], overwritten; may be x.</param>
    public static void Backward<T>(T* x, long* target, T* weight, long n, long classes, long inner, long ignoreIndex, double smoothing, T* logSumExp, T* g, int gStride, double scale, T* gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TargetWeight(target, weight, n * inner, classes, ignoreIndex);
        CrossEntropyJob<T> job = Job(x, weight, n, classes, inner, smoothing, logSumExp);
        job.Target = target;
        job.IgnoreIndex = ignoreIndex;
        job.G = g;
        job.GStride = gStride;
        job.Scale = scale;
        job.Gx = gx;
        job.Run(backward: true);
    }

    /// <summary>Losses for probability targets [n, classes, inner]; other parameters as for <see cref="Forward"/>.</summary>
    /// <returns>Sum of the losses and n·inner.</returns>
    public static LossTotal ForwardProbabilities<T>(T* x, T* target, T* weight, long n, long classes, long inner, double smoothing, T* losses, T* logSumExp)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CrossEntropyJob<T> job = Job(x, weight, n, classes, inner, smoothing, logSumExp);
        job.Probabilities = target;
        job.Losses = losses;
        job.Run(backward: false);
        return new LossTotal(MachineVector.Sum(losses, n * inner), n * inner);
    }

    /// <summary>Gradient of the scores for probability targets; parameters as for <see cref="Backward"/>.</summary>
    public static void BackwardProbabilities<T>(T* x, T* target, T* weight, long n, long classes, long inner, double smoothing, T* logSumExp, T* g, int gStride, double scale, T* gx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CrossEntropyJob<T> job = Job(x, weight, n, classes, inner, smoothing, logSumExp);
        job.Probabilities = target;
        job.G = g;
        job.GStride = gStride;
        job.Scale = scale;
        job.Gx = gx;
        job.Run(backward: true);
    }

    private static CrossEntropyJob<T> Job<T>(T* x, T* weight, long n, long classes, long inner, double smoothing, T* logSumExp) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!(smoothing >= 0 && smoothing <= 1)) throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "The label smoothing must lie in 0..1.");
        double sum = classes;
        if (weight != null)
        {
            sum = 0;
            for (long c = 0; c < classes; c++) sum += MachineVector.ToDouble(weight[c]);
        }

        return new CrossEntropyJob<T> { X = x, Weight = weight, N = n, Classes = classes, Inner = inner, Smoothing = smoothing, WeightSum = sum, LogSumExp = logSumExp };
    }

    private static double TargetWeight<T>(long* target, T* weight, long count, long classes, long ignoreIndex) where T : unmanaged
    {
        double total = 0;
        for (long i = 0; i < count; i++)
        {
            long y = target[i];
            if (y == ignoreIndex) continue;
            if ((ulong)y >= (ulong)classes) throw new IndexRangeException(y, i, classes, wraps: false);
            total += weight == null ? 1 : MachineVector.ToDouble(weight[y]);
        }

        return total;
    }
}
