using Nabla.Kernels.Interpolation;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IResamplingBackend
{
    /// <inheritdoc/>
    public void Resample(Tensor x, int axis, ResampleTable table, Tensor y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        switch (x.DType)
        {
            case DType.Float32: ResampleOf<float>(x, axis, table, y); break;
            case DType.Float64: ResampleOf<double>(x, axis, table, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wide = Widen(x))
                using (Tensor wideY = Tensor.Empty(y.Shape, DType.Float32, this))
                {
                    ResampleOf<float>(wide, axis, table, wideY);
                    Copy(wideY, y);
                }
                break;
            default: throw Unsupported("resample", x.DType);
        }
    }

    private static void ResampleOf<T>(Tensor x, int axis, ResampleTable table, Tensor y)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < axis; i++) outer *= x.Shape[i];
        for (int i = axis + 1; i < x.Rank; i++) inner *= x.Shape[i];
        using Pinned<T> px = x.Pin<T>(), py = y.PinForWriting<T>();
        Nabla.Kernels.Interpolation.Resample.Run(px.Pointer, py.Pointer, outer, inner, table);
    }
}
