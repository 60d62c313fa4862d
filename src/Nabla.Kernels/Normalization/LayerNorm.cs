using System.Numerics;

namespace Nabla.Kernels.Normalization;

/// <summary>Layer normalisation of the rows of [rows, width]: y = (x - mean)/√(variance + ε)·gamma + beta. Ba, Kiros, Hinton (2016).</summary>
public static unsafe class LayerNorm
{
    /// <summary>Normalises every row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [rows, width].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="gamma">Scale [width] or null.</param>
    /// <param name="beta">Shift [width] or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="mean">Receives the means [rows]; may be null.</param>
    /// <param name="rstd">Receives 1/√(variance + ε) [rows]; may be null.</param>
    public static void Forward<T>(T* x, long rows, long width, T* gamma, T* beta, double epsilon, T* y, T* mean, T* rstd) where T : unmanaged, IFloatingPointIeee754<T> =>
        new RowNorm<T> { X = x, Y = y, Rows = rows, Width = width, Gamma = gamma, Beta = beta, Epsilon = epsilon, Mean = mean, Rstd = rstd, Centred = true }.Forward();

    /// <summary>Gradients of <see cref="Forward"/>.</summary>
    /// <param name="gy">Upstream gradient [rows, width].</param>
    /// <param name="x">Input of the forward pass.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="gamma">Scale [width] or null.</param>
    /// <param name="mean">Means of the forward pass [rows].</param>
    /// <param name="rstd">Inverse deviations of the forward pass [rows].</param>
    /// <param name="gx">Gradient to x, or null; may be gy.</param>
    /// <param name="gGamma">Gradient to gamma [width], or null.</param>
    /// <param name="gBeta">Gradient to beta [width], or null.</param>
    public static void Backward<T>(T* gy, T* x, long rows, long width, T* gamma, T* mean, T* rstd, T* gx, T* gGamma, T* gBeta) where T : unmanaged, IFloatingPointIeee754<T> =>
        new RowNormBackward<T> { Gy = gy, X = x, Rows = rows, Width = width, Gamma = gamma, Mean = mean, Rstd = rstd, Gx = gx, GGamma = gGamma, GBeta = gBeta }.Run();
}
