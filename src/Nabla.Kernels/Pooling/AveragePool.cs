using System.Numerics;
using Nabla.Kernels.Indexing;

namespace Nabla.Kernels.Pooling;

/// <summary>Mean of every window of [planes, depth, height, width].</summary>
public static unsafe class AveragePool
{
    /// <summary>y[o] = Σ window / divisor.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [planes, InputSize].</param>
    /// <param name="planes">Number of planes: batch times channels.</param>
    /// <param name="geometry">The windows; their dilation must be one.</param>
    /// <param name="y">Output [planes, OutputSize].</param>
    /// <param name="countIncludePad">Whether the divisor counts padding (not what a ceil-mode window hangs over beyond it).</param>
    /// <param name="divisorOverride">A divisor for every window, or 0.</param>
    /// <exception cref="ArgumentException">The windows are dilated.</exception>
    public static void Forward<T>(T* x, long planes, in PoolGeometry geometry, T* y, bool countIncludePad = true, long divisorOverride = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(geometry, divisorOverride);
        using var space = new Scratch<int>(Space(geometry));
        new WindowAverage<T>(geometry, countIncludePad, divisorOverride, space.Pointer).Forward(x, planes, y);
    }

    /// <summary>gx[i] = Σ over the windows of i of gy / divisor.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="gy">Upstream gradient [planes, OutputSize].</param>
    /// <param name="planes">Number of planes.</param>
    /// <param name="geometry">The windows of the forward pass.</param>
    /// <param name="gx">Gradient [planes, InputSize], overwritten.</param>
    /// <param name="countIncludePad">As in the forward pass.</param>
    /// <param name="divisorOverride">As in the forward pass.</param>
    /// <exception cref="ArgumentException">The windows are dilated.</exception>
    public static void Backward<T>(T* gy, long planes, in PoolGeometry geometry, T* gx, bool countIncludePad = true, long divisorOverride = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(geometry, divisorOverride);
        using var space = new Scratch<int>(Space(geometry));
        new WindowAverage<T>(geometry, countIncludePad, divisorOverride, space.Pointer).Backward(gy, planes, gx);
    }

    private static long Space(in PoolGeometry geometry) =>
        WindowTable.Space(geometry.Depth.Output) + WindowTable.Space(geometry.Height.Output) + WindowTable.Space(geometry.Width.Output);

    private static void Check(in PoolGeometry geometry, long divisorOverride)
    {
        if (geometry.Depth.Dilation != 1 || geometry.Height.Dilation != 1 || geometry.Width.Dilation != 1)
            throw new ArgumentException("Average pooling has no dilation.", nameof(geometry));
        ArgumentOutOfRangeException.ThrowIfNegative(divisorOverride);
    }
}
