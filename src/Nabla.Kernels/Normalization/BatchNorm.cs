using System.Numerics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>Batch normalisation of [n, channels, spatial]: y = (x - mean)/√(variance + ε)·gamma + beta per channel, with an optional activation in the same pass.</summary>
/// <remarks>
/// Statistics accumulate over short runs in the element type and from there in double. A null gamma counts as one, a null beta as zero. The caller updates running statistics from the mean and the
/// biased variance (PyTorch keeps variance·m/(m-1), m = n·spatial). Ioffe and Szegedy (2015).
/// </remarks>
public static unsafe class BatchNorm
{
    /// <summary>Normalises with the statistics of the batch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [n, channels, spatial].</param>
    /// <param name="n">Batch size.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="spatial">Elements of a plane; 1 for [n, channels].</param>
    /// <param name="gamma">Scale [channels] or null.</param>
    /// <param name="beta">Shift [channels] or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">Output, of the shape of x; may be x.</param>
    /// <param name="mean">Receives the means [channels].</param>
    /// <param name="variance">Receives the biased variances [channels].</param>
    /// <param name="invStd">Receives 1/√(variance + ε) [channels], for the backward pass.</param>
    /// <param name="activation">What follows in the same pass.</param>
    /// <exception cref="ArgumentException">n·spatial is zero, so there are no statistics.</exception>
    public static void ForwardTraining<T>(T* x, long n, long channels, long spatial, T* gamma, T* beta, double epsilon, T* y, T* mean, T* variance, T* invStd, FusedActivation activation = FusedActivation.None)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (channels == 0) return;
        if (n * spatial == 0) throw new ArgumentException("Batch statistics need at least one value per channel.", nameof(n));
        var job = new BatchNormForward<T> { X = x, Y = y, N = n, Channels = channels, Spatial = spatial, Gamma = gamma, Beta = beta, Mean = mean, Variance = variance, InvStd = invStd, Epsilon = epsilon, Activation = activation };
        job.Run();
    }

    /// <summary>Normalises with given statistics.</summary>
    /// <param name="x">Input [n, channels, spatial].</param>
    /// <param name="n">Batch size.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="spatial">Elements of a plane.</param>
    /// <param name="gamma">Scale [channels] or null.</param>
    /// <param name="beta">Shift [channels] or null.</param>
    /// <param name="mean">Running means [channels].</param>
    /// <param name="variance">Running variances [channels].</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="activation">What follows in the same pass.</param>
    public static void ForwardInference<T>(T* x, long n, long channels, long spatial, T* gamma, T* beta, T* mean, T* variance, double epsilon, T* y, FusedActivation activation = FusedActivation.None)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var invStd = new Indexing.Scratch<T>(channels);
        InverseDeviation(variance, channels, epsilon, invStd.Pointer);
        var job = new BatchNormForward<T> { X = x, Y = y, N = n, Channels = channels, Spatial = spatial, Gamma = gamma, Beta = beta, Mean = mean, InvStd = invStd.Pointer, Activation = activation };
        job.Apply();
    }

    /// <summary>Gradients of <see cref="ForwardTraining"/>; the batch statistics are differentiated through.</summary>
    /// <param name="gy">Upstream gradient [n, channels, spatial].</param>
    /// <param name="x">Input of the forward pass.</param>
    /// <param name="n">Batch size.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="spatial">Elements of a plane.</param>
    /// <param name="gamma">Scale [channels] or null.</param>
    /// <param name="beta">Shift [channels] or null; read only with an activation.</param>
    /// <param name="mean">Means of the forward pass.</param>
    /// <param name="invStd">Inverse deviations of the forward pass.</param>
    /// <param name="gx">Gradient to x, or null; may be gy.</param>
    /// <param name="gGamma">Gradient to gamma [channels], or null.</param>
    /// <param name="gBeta">Gradient to beta [channels], or null.</param>
    /// <param name="activation">What followed in the forward pass.</param>
    public static void BackwardTraining<T>(T* gy, T* x, long n, long channels, long spatial, T* gamma, T* beta, T* mean, T* invStd, T* gx, T* gGamma, T* gBeta, FusedActivation activation = FusedActivation.None)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Backward(gy, x, n, channels, spatial, gamma, beta, mean, invStd, gx, gGamma, gBeta, activation, training: true);

    /// <summary>Gradients of <see cref="ForwardInference"/>; the statistics are constants. Parameters as for <see cref="BackwardTraining"/>, with the running variance.</summary>
    public static void BackwardInference<T>(T* gy, T* x, long n, long channels, long spatial, T* gamma, T* beta, T* mean, T* variance, double epsilon, T* gx, T* gGamma, T* gBeta, FusedActivation activation = FusedActivation.None)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var invStd = new Indexing.Scratch<T>(channels);
        InverseDeviation(variance, channels, epsilon, invStd.Pointer);
        Backward(gy, x, n, channels, spatial, gamma, beta, mean, invStd.Pointer, gx, gGamma, gBeta, activation, training: false);
    }

    private static void Backward<T>(T* gy, T* x, long n, long channels, long spatial, T* gamma, T* beta, T* mean, T* invStd, T* gx, T* gGamma, T* gBeta, FusedActivation activation, bool training)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (channels == 0) return;
        var job = new BatchNormBackward<T> { Gy = gy, X = x, N = n, Channels = channels, Spatial = spatial, Gamma = gamma, Beta = beta, Mean = mean, InvStd = invStd, Gx = gx, GGamma = gGamma, GBeta = gBeta, Activation = activation, Training = training };
        job.Run();
    }

    private static void InverseDeviation<T>(T* variance, long channels, double epsilon, T* invStd) where T : unmanaged
    {
        for (long c = 0; c < channels; c++) invStd[c] = MachineVector.FromDouble<T>(1 / Math.Sqrt(MachineVector.ToDouble(variance[c]) + epsilon));
    }
}
