using System.Numerics;
using Nabla.Kernels.Pooling;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void MaxPool(in PoolGeometry geometry, Tensor x, Tensor y, Tensor indices)
    {
        if (x.DType == DType.Float64) MaxPoolOf<double>(geometry, x, y, indices);
        else if (x.DType == DType.Float32) MaxPoolOf<float>(geometry, x, y, indices);
        else throw Unsupported("max pooling", x.DType);
    }

    /// <inheritdoc/>
    public void MaxPoolBackward(Tensor g, Tensor indices, Tensor x)
    {
        if (x.DType == DType.Float64) MaxPoolBackwardOf<double>(g, indices, x);
        else if (x.DType == DType.Float32) MaxPoolBackwardOf<float>(g, indices, x);
        else throw Unsupported("max pooling", x.DType);
    }

    /// <inheritdoc/>
    public void AveragePool(in PoolGeometry geometry, bool countPadding, long divisor, Tensor x, Tensor y)
    {
        if (x.DType == DType.Float64) AveragePoolOf<double>(geometry, countPadding, divisor, x, y);
        else if (x.DType == DType.Float32) AveragePoolOf<float>(geometry, countPadding, divisor, x, y);
        else throw Unsupported("average pooling", x.DType);
    }

    /// <inheritdoc/>
    public void AveragePoolBackward(in PoolGeometry geometry, bool countPadding, long divisor, Tensor g, Tensor x)
    {
        if (x.DType == DType.Float64) AveragePoolBackwardOf<double>(geometry, countPadding, divisor, g, x);
        else if (x.DType == DType.Float32) AveragePoolBackwardOf<float>(geometry, countPadding, divisor, g, x);
        else throw Unsupported("average pooling", x.DType);
    }

    /// <inheritdoc/>
    public void AdaptiveAveragePool(in AdaptiveGeometry geometry, Tensor x, Tensor y)
    {
        if (x.DType == DType.Float64) AdaptiveAverageOf<double>(geometry, x, y);
        else if (x.DType == DType.Float32) AdaptiveAverageOf<float>(geometry, x, y);
        else throw Unsupported("average pooling", x.DType);
    }

    /// <inheritdoc/>
    public void AdaptiveAveragePoolBackward(in AdaptiveGeometry geometry, Tensor g, Tensor x)
    {
        if (x.DType == DType.Float64) AdaptiveAverageBackwardOf<double>(geometry, g, x);
        else if (x.DType == DType.Float32) AdaptiveAverageBackwardOf<float>(geometry, g, x);
        else throw Unsupported("average pooling", x.DType);
    }

    /// <inheritdoc/>
    public void AdaptiveMaxPool(in AdaptiveGeometry geometry, Tensor x, Tensor y, Tensor indices)
    {
        if (x.DType == DType.Float64) AdaptiveMaxOf<double>(geometry, x, y, indices);
        else if (x.DType == DType.Float32) AdaptiveMaxOf<float>(geometry, x, y, indices);
        else throw Unsupported("max pooling", x.DType);
    }

    private static long Planes(Tensor x) => x.Shape[0] * x.Shape[1];

    private static void MaxPoolOf<T>(in PoolGeometry geometry, Tensor x, Tensor y, Tensor indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        using Pinned<long> pi = indices.Pin<long>();
        Kernels.Pooling.MaxPool.Forward(px.Pointer, Planes(x), geometry, py.Pointer, pi.Pointer);
    }

    private static void MaxPoolBackwardOf<T>(Tensor g, Tensor indices, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>();
        using Pinned<long> pi = indices.Pin<long>();
        long planes = Math.Max(1, Planes(x));
        Kernels.Pooling.MaxPool.Backward(pg.Pointer, pi.Pointer, Planes(x), x.Count / planes, g.Count / planes, px.Pointer);
    }

    private static void AveragePoolOf<T>(in PoolGeometry geometry, bool countPadding, long divisor, Tensor x, Tensor y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        Kernels.Pooling.AveragePool.Forward(px.Pointer, Planes(x), geometry, py.Pointer, countPadding, divisor);
    }

    private static void AveragePoolBackwardOf<T>(in PoolGeometry geometry, bool countPadding, long divisor, Tensor g, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>();
        Kernels.Pooling.AveragePool.Backward(pg.Pointer, Planes(x), geometry, px.Pointer, countPadding, divisor);
    }

    private static void AdaptiveAverageOf<T>(in AdaptiveGeometry geometry, Tensor x, Tensor y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        AdaptivePool.AverageForward(px.Pointer, Planes(x), geometry, py.Pointer);
    }

    private static void AdaptiveAverageBackwardOf<T>(in AdaptiveGeometry geometry, Tensor g, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> pg = g.Pin<T>(), px = x.Pin<T>();
        AdaptivePool.AverageBackward(pg.Pointer, Planes(x), geometry, px.Pointer);
    }

    private static void AdaptiveMaxOf<T>(in AdaptiveGeometry geometry, Tensor x, Tensor y, Tensor indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        using Pinned<long> pi = indices.Pin<long>();
        AdaptivePool.MaxForward(px.Pointer, Planes(x), geometry, py.Pointer, pi.Pointer);
    }
}
