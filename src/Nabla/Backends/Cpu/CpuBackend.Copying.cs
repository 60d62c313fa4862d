using Nabla.Kernels.Copying;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Copy(Tensor x, Tensor y)
    {
        using Pinned<byte> px = Bytes(x), py = Bytes(y);
        if (x.DType == y.DType) StridedCopy.Copy(px.Pointer, py.Pointer, x.DType.Size(), y.Shape.Span, x.Strides, y.Strides);
        else Conversion.Convert(px.Pointer, KindOf(x.DType), py.Pointer, KindOf(y.DType), y.Shape.Span, x.Strides, y.Strides);
    }

    private static ElementKind KindOf(DType type) => type switch
    {
        DType.Float32 => ElementKind.Float32,
        DType.Float64 => ElementKind.Float64,
        DType.Float16 => ElementKind.Float16,
        DType.BFloat16 => ElementKind.BFloat16,
        DType.Int8 => ElementKind.Int8,
        DType.UInt8 => ElementKind.UInt8,
        DType.Int16 => ElementKind.Int16,
        DType.Int32 => ElementKind.Int32,
        DType.Int64 => ElementKind.Int64,
        DType.Bool => ElementKind.Bool,
        _ => throw Unsupported("conversion", type),
    };
}
