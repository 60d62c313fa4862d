using Nabla.Kernels.Reductions;
using Nabla.Kernels.Scans;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Reduce(Reduction kind, Tensor x, ReadOnlySpan<int> axes, Tensor y)
    {
        if (x.DType.IsReduced())
        {
            using Tensor wide = Widen(x);
            using Tensor result = Tensor.Empty(y.Shape, y.DType.IsReduced() ? DType.Float32 : y.DType, this);
            Reduce(kind, wide, axes, result);
            Copy(result, y);
            return;
        }
        switch (kind)
        {
            case Reduction.Sum: Total(default(SumKernel), x, axes, y); break;
            case Reduction.Product: Total(default(ProductKernel), x, axes, y); break;
            case Reduction.Mean: Same(default(MeanKernel), x, axes, y); break;
            case Reduction.Min: Same(default(MinKernel), x, axes, y); break;
            case Reduction.Max: Same(default(MaxKernel), x, axes, y); break;
            case Reduction.NormL1: Same(default(NormL1Kernel), x, axes, y); break;
            case Reduction.NormL2: Same(default(NormL2Kernel), x, axes, y); break;
            case Reduction.NormMax: Same(default(NormMaxKernel), x, axes, y); break;
            case Reduction.Any: Truth(default(AnyKernel), x, axes, y); break;
            case Reduction.All: Truth(default(AllKernel), x, axes, y); break;
            case Reduction.LogSumExp when x.DType == DType.Float64: LogSumExpOf<double>(x, axes, y); break;
            case Reduction.LogSumExp: LogSumExpOf<float>(x, axes, y); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown reduction.");
        }
    }

    /// <inheritdoc/>
    public void Variance(Tensor x, ReadOnlySpan<int> axes, double correction, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float64: VarianceOf<double>(x, axes, correction, y); break;
            case DType.Float32: VarianceOf<float>(x, axes, correction, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wide = Widen(x))
                using (Tensor result = Tensor.Empty(y.Shape, DType.Float32, this))
                {
                    VarianceOf<float>(wide, axes, correction, result);
                    Copy(result, y);
                }
                break;
            default: throw Unsupported("variance", x.DType);
        }
    }

    /// <inheritdoc/>
    public void ArgReduce(bool largest, Tensor x, int axis, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32: ArgReduceOf<float>(largest, x, axis, y); break;
            case DType.Float64: ArgReduceOf<double>(largest, x, axis, y); break;
            case DType.Int64: ArgReduceOf<long>(largest, x, axis, y); break;
            case DType.Int32: ArgReduceOf<int>(largest, x, axis, y); break;
            case DType.Int16: ArgReduceOf<short>(largest, x, axis, y); break;
            case DType.Int8: ArgReduceOf<sbyte>(largest, x, axis, y); break;
            case DType.UInt8 or DType.Bool: ArgReduceOf<byte>(largest, x, axis, y); break;
            default:
                using (Tensor wide = Widen(x)) ArgReduceOf<float>(largest, wide, axis, y);
                break;
        }
    }

    /// <inheritdoc/>
    public void Scan(Scan kind, Tensor x, int axis, bool reverse, Tensor y, Tensor? indices)
    {
        switch (x.DType)
        {
            case DType.Float32: ScanOf<float>(kind, x, axis, reverse, y, indices); break;
            case DType.Float64: ScanOf<double>(kind, x, axis, reverse, y, indices); break;
            case DType.Int64: ScanOf<long>(kind, x, axis, reverse, y, indices); break;
            case DType.Int32: ScanOf<int>(kind, x, axis, reverse, y, indices); break;
            case DType.Int16: ScanOf<short>(kind, x, axis, reverse, y, indices); break;
            case DType.Int8: ScanOf<sbyte>(kind, x, axis, reverse, y, indices); break;
            case DType.UInt8 or DType.Bool: ScanOf<byte>(kind, x, axis, reverse, y, indices); break;
            default:
                using (Tensor wide = Widen(x))
                {
                    ScanOf<float>(kind, wide, axis, reverse, wide, indices);
                    Copy(wide, y);
                }
                break;
        }
    }

    private static bool[] Mask(int rank, ReadOnlySpan<int> axes)
    {
        bool[] mask = new bool[rank];
        foreach (int axis in axes) mask[axis] = true;
        return mask;
    }

    /// <summary>Reductions whose integer results are int64.</summary>
    private static void Total<TKernel>(TKernel kernel, Tensor x, ReadOnlySpan<int> axes, Tensor y)
        where TKernel : struct, IReduceKernel
    {
        switch (x.DType)
        {
            case DType.Float32: ReduceOf<float, float, TKernel>(kernel, x, axes, y); break;
            case DType.Float64: ReduceOf<double, double, TKernel>(kernel, x, axes, y); break;
            case DType.Int64: ReduceOf<long, long, TKernel>(kernel, x, axes, y); break;
            case DType.Int32: ReduceOf<int, long, TKernel>(kernel, x, axes, y); break;
            case DType.Int16: ReduceOf<short, long, TKernel>(kernel, x, axes, y); break;
            case DType.Int8: ReduceOf<sbyte, long, TKernel>(kernel, x, axes, y); break;
            default: ReduceOf<byte, long, TKernel>(kernel, x, axes, y); break;
        }
    }

    private static void Same<TKernel>(TKernel kernel, Tensor x, ReadOnlySpan<int> axes, Tensor y)
        where TKernel : struct, IReduceKernel
    {
        switch (x.DType)
        {
            case DType.Float32: ReduceOf<float, float, TKernel>(kernel, x, axes, y); break;
            case DType.Float64: ReduceOf<double, double, TKernel>(kernel, x, axes, y); break;
            case DType.Int64: ReduceOf<long, long, TKernel>(kernel, x, axes, y); break;
            case DType.Int32: ReduceOf<int, int, TKernel>(kernel, x, axes, y); break;
            case DType.Int16: ReduceOf<short, short, TKernel>(kernel, x, axes, y); break;
            case DType.Int8: ReduceOf<sbyte, sbyte, TKernel>(kernel, x, axes, y); break;
            default: ReduceOf<byte, byte, TKernel>(kernel, x, axes, y); break;
        }
    }

    private static void Truth<TKernel>(TKernel kernel, Tensor x, ReadOnlySpan<int> axes, Tensor y)
        where TKernel : struct, IReduceKernel
    {
        switch (x.DType)
        {
            case DType.Float32: ReduceOf<float, byte, TKernel>(kernel, x, axes, y); break;
            case DType.Float64: ReduceOf<double, byte, TKernel>(kernel, x, axes, y); break;
            case DType.Int64: ReduceOf<long, byte, TKernel>(kernel, x, axes, y); break;
            case DType.Int32: ReduceOf<int, byte, TKernel>(kernel, x, axes, y); break;
            case DType.Int16: ReduceOf<short, byte, TKernel>(kernel, x, axes, y); break;
            case DType.Int8: ReduceOf<sbyte, byte, TKernel>(kernel, x, axes, y); break;
            default: ReduceOf<byte, byte, TKernel>(kernel, x, axes, y); break;
        }
    }

    private static void ReduceOf<T, TOut, TKernel>(TKernel kernel, Tensor x, ReadOnlySpan<int> axes, Tensor y)
        where T : unmanaged
        where TOut : unmanaged
        where TKernel : struct, IReduceKernel
    {
        using Pinned<T> px = x.Pin<T>();
        using Pinned<TOut> py = y.Pin<TOut>();
        Kernels.Reductions.Reduce.Run(kernel, px.Pointer, x.Shape.Span, x.Strides, Mask(x.Rank, axes), py.Pointer);
    }

    private static void LogSumExpOf<T>(Tensor x, ReadOnlySpan<int> axes, Tensor y)
        where T : unmanaged
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        Kernels.Reductions.Reduce.LogSumExp(px.Pointer, x.Shape.Span, x.Strides, Mask(x.Rank, axes), py.Pointer);
    }

    private static void VarianceOf<T>(Tensor x, ReadOnlySpan<int> axes, double correction, Tensor y)
        where T : unmanaged
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        Kernels.Reductions.Reduce.Variance(px.Pointer, x.Shape.Span, x.Strides, Mask(x.Rank, axes), correction, false, py.Pointer);
    }

    private static void ArgReduceOf<T>(bool largest, Tensor x, int axis, Tensor y)
        where T : unmanaged
    {
        using Pinned<T> px = x.Pin<T>();
        using Pinned<long> py = y.Pin<long>();
        Kernels.Reductions.ArgReduce.Run(px.Pointer, x.Shape.Span, x.Strides, Mask(x.Rank, [axis]), largest, py.Pointer);
    }

    private static void ScanOf<T>(Scan kind, Tensor x, int axis, bool reverse, Tensor y, Tensor? indices)
        where T : unmanaged
    {
        (long outer, long n, long inner) = Around(x.Shape, axis);
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        using Pinned<long> pi = Optional<long>(indices);
        ScanKind run = kind switch
        {
            Nabla.Scan.Sum => ScanKind.Sum,
            Nabla.Scan.Product => ScanKind.Product,
            Nabla.Scan.Max => ScanKind.Max,
            _ => ScanKind.Min,
        };
        Kernels.Scans.Scan.Run(run, px.Pointer, py.Pointer, outer, n, inner, reverse, pi.Pointer);
    }
}
