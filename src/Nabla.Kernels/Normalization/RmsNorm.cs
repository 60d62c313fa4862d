using System.Numerics;

namespace Nabla.Kernels.Normalization;

/// <summary>Root-mean-square normalisation of the rows of [rows, width]: y = x/√(mean x² + ε)·gamma. Zhang and Sennrich (2019).</summary>
public static unsafe class RmsNorm
{
    /// <summary>Normalises every row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [rows, width].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="gamma">Scale [width] or null.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    /// <param name="y">Output; may be x.</param>
    /// <param name="rstd">Receives 1/√(mean x² + ε) [rows]; may be null.</param>
    public static void Forward<T>(T* x, long rows, long width, T* gamma, double epsilon, T* y, T* rstd) where T : unmanaged, IFloatingPointIeee754<T> =>
        new RowNorm<T> { X = x, Y = y, Rows = rows, Width = width, Gamma = gamma, Epsilon = epsilon, Rstd = rstd }.Forward();

    /// <summary>Gradients of <see cref="Forward"/>.</summary>
    /// <param name="gy">Upstream gradient [rows, width].</param>
    /// <param name="x">Input of the forward pass.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="gamma">Scale [width] or null.</param>
    /// <param name="rstd">Inverse roots of the forward pass [rows].</param>
    /// <param name="gx">Gradient to x, or null; may be gy.</param>
    /// <param name="gGamma">Gradient to gamma [width], or null.</param>
    public static void Backward<T>(T* gy, T* x, long rows, long width, T* gamma, T* rstd, T* gx, T* gGamma) where T : unmanaged, IFloatingPointIeee754<T> =>
        new RowNormBackward<T> { Gy = gy, X = x, Rows = rows, Width = width, Gamma = gamma, Rstd = rstd, Gx = gx, GGamma = gGamma }.Run();
}
