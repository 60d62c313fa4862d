namespace Nabla;

/// <summary>Runs on the processor with the SIMD kernels of Nabla.Kernels. Methods bind strided tensors to kernels, one file per family.</summary>
[Export("backends.cpu.CpuBackend")]
public sealed partial class CpuBackend : IBackend
{
    private CpuBackend()
    {
    }

    /// <summary>The one instance.</summary>
    [Export("backends.cpu.CpuBackend.instance")]
    public static CpuBackend Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public Storage? Allocate(long bytes) => BufferPool.Rent(bytes);

    private static NotSupportedException Unsupported(string what, DType type) =>
        new($"{what} is not defined for {type.Name()} tensors.");

    /// <summary>Strides of an input seen under the output's shape.</summary>
    private static long[] StridesFor(Tensor x, Tensor y) =>
        x.Shape == y.Shape ? x.StrideArray : ExpandOp.BroadcastStrides(x.Shape, x.Strides, y.Shape);

    /// <summary>A contiguous float32 copy of a half-precision tensor, for computing.</summary>
    private Tensor Widen(Tensor x)
    {
        Tensor wide = Tensor.Empty(x.Shape, DType.Float32, this);
        Copy(x, wide);
        return wide;
    }

    /// <summary>The tensor itself when contiguous, else a contiguous copy; dispose either.</summary>
    private Tensor Pack(Tensor x)
    {
        if (x.IsContiguous) return x.Alias();
        Tensor packed = x.EmptyLike().Persist();
        Copy(x, packed);
        return packed;
    }
}
