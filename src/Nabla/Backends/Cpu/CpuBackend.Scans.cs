using System.Numerics;
using Nabla.Kernels.Scans;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Recurrence(Tensor b, Tensor a, int axis, bool reverse, Tensor y)
    {
        switch (b.DType)
        {
            case DType.Float32: RecurrenceOf<float>(b, a, axis, reverse, y); break;
            case DType.Float64: RecurrenceOf<double>(b, a, axis, reverse, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wideB = Widen(b))
                using (Tensor wideA = Widen(a))
                {
                    RecurrenceOf<float>(wideB, wideA, axis, reverse, wideB);
                    Copy(wideB, y);
                }
                break;
            default: throw Unsupported("recurrence", b.DType);
        }
    }

    /// <inheritdoc/>
    public void LogCumSumExp(Tensor x, int axis, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32: LogCumSumExpOf<float>(x, axis, y); break;
            case DType.Float64: LogCumSumExpOf<double>(x, axis, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wide = Widen(x))
                {
                    LogCumSumExpOf<float>(wide, axis, wide);
                    Copy(wide, y);
                }
                break;
            default: throw Unsupported("logcumsumexp", x.DType);
        }
    }

    private static void RecurrenceOf<T>(Tensor b, Tensor a, int axis, bool reverse, Tensor y)
        where T : unmanaged, IFloatingPoint<T>
    {
        (long outer, long n, long inner) = Around(b.Shape, axis);
        using Pinned<T> pb = b.Pin<T>(), pa = a.Pin<T>(), py = y.Pin<T>();
        LinearRecurrence.Run(pb.Pointer, pa.Pointer, py.Pointer, outer, n, inner, reverse);
    }

    private static void LogCumSumExpOf<T>(Tensor x, int axis, Tensor y)
        where T : unmanaged, IFloatingPoint<T>
    {
        (long outer, long n, long inner) = Around(x.Shape, axis);
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        LogSumExpScan.Run(px.Pointer, py.Pointer, outer, n, inner);
    }
}
