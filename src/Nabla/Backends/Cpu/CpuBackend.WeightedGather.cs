using Nabla.Kernels.Interpolation;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    private enum GatherProduct
    {
        Gather, Scatter, Dot,
    }

    /// <inheritdoc/>
    public void WeightedGather(Tensor x, Tensor taps, Tensor weights, Tensor y) => Product(GatherProduct.Gather, x, weights, taps, y, x.Shape[2]);

    /// <inheritdoc/>
    public void WeightedScatter(Tensor g, Tensor taps, Tensor weights, Tensor x) => Product(GatherProduct.Scatter, g, weights, taps, x, x.Shape[2]);

    /// <inheritdoc/>
    public void WeightedDot(Tensor g, Tensor x, Tensor taps, Tensor weights) => Product(GatherProduct.Dot, g, x, taps, weights, x.Shape[2]);

    private void Product(GatherProduct kind, Tensor a, Tensor b, Tensor taps, Tensor y, long length)
    {
        switch (y.DType)
        {
            case DType.Float32: ProductOf<float>(kind, a, b, taps, y, length); break;
            case DType.Float64: ProductOf<double>(kind, a, b, taps, y, length); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wideA = Widen(a), wideB = Widen(b))
                using (Tensor wideY = Tensor.Empty(y.Shape, DType.Float32, this))
                {
                    ProductOf<float>(kind, wideA, wideB, taps, wideY, length);
                    Copy(wideY, y);
                }
                break;
            default: throw Unsupported("weighted_gather", y.DType);
        }
    }

    private static void ProductOf<T>(GatherProduct kind, Tensor a, Tensor b, Tensor taps, Tensor y, long length) where T : unmanaged, System.Numerics.INumber<T>
    {
        WeightedGatherSize size = new(a.Shape[0], a.Shape[1], length, taps.Shape[1], taps.Shape[2]);
        using Tensor left = a.Contiguous().Alias(), right = b.Contiguous().Alias(), places = taps.Contiguous().Alias();
        using Pinned<T> pa = left.Pin<T>(), pb = right.Pin<T>(), py = y.PinForWriting<T>();
        using Pinned<long> pt = places.Pin<long>();
        switch (kind)
        {
            case GatherProduct.Gather: Kernels.Interpolation.WeightedGather.Gather(pa.Pointer, pt.Pointer, pb.Pointer, py.Pointer, size); break;
            case GatherProduct.Scatter: Kernels.Interpolation.WeightedGather.Scatter(pa.Pointer, pt.Pointer, pb.Pointer, py.Pointer, size); break;
            default: Kernels.Interpolation.WeightedGather.Dot(pa.Pointer, pb.Pointer, pt.Pointer, py.Pointer, size); break;
        }
    }
}
