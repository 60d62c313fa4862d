using System.Numerics;
using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Gemm;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IPreparedLinear
{
    /// <inheritdoc/>
    public void MatMul(Tensor a, Tensor b, Tensor? bias, Tensor y)
    {
        switch (y.DType)
        {
            case DType.Float32: MatMulOf<float>(a, b, bias, y); break;
            case DType.Float64: MatMulOf<double>(a, b, bias, y); break;
            case DType.Int64: MatMulOf<long>(a, b, bias, y); break;
            case DType.Int32: MatMulOf<int>(a, b, bias, y); break;
            case DType.Int16: MatMulOf<short>(a, b, bias, y); break;
            case DType.Int8: MatMulOf<sbyte>(a, b, bias, y); break;
            case DType.UInt8: MatMulOf<byte>(a, b, bias, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wideA = Widen(a))
                using (Tensor wideB = Widen(b))
                using (Tensor? wideBias = bias is null ? null : Widen(bias))
                using (Tensor wideY = Tensor.Empty(y.Shape, DType.Float32, this))
                {
                    MatMulOf<float>(wideA, wideB, wideBias, wideY);
                    Copy(wideY, y);
                }
                break;
            default: throw Unsupported("matmul", y.DType);
        }
    }

    /// <inheritdoc/>
    PreparedMatrix IPreparedLinear.Prepare(Tensor weight)
    {
        return weight.DType == DType.Float64 ? Of<double>() : Of<float>();

        PreparedMatrix Of<T>()
            where T : unmanaged, INumber<T>
        {
            using Pinned<T> source = weight.Pin<T>();
            return PreparedMatrix.Of(weight.Shape[1], weight.Shape[0], source.Pointer, weight.Strides[1], weight.Strides[0]);
        }
    }

    /// <inheritdoc/>
    void IPreparedLinear.Linear(Tensor x, Tensor weight, Tensor? bias, LinearActivation activation, Tensor y, PreparedMatrix? prepared)
    {
        if (y.DType == DType.Float64) LinearOf<double>(x, weight, bias, activation, y, prepared);
        else LinearOf<float>(x, weight, bias, activation, y, prepared);
    }

    private static void LinearOf<T>(Tensor x, Tensor weight, Tensor? bias, LinearActivation activation, Tensor y, PreparedMatrix? prepared)
        where T : unmanaged, INumber<T>
    {
        using Pinned<T> px = x.Pin<T>(), pw = weight.Pin<T>(), pb = Optional<T>(bias), py = y.Pin<T>();
        switch (activation)
        {
            case LinearActivation.ReLU: Run(px, pw, pb, py, new UnaryEpilogue<T, ReluKernel>(default)); break;
            case LinearActivation.GELU: Run(px, pw, pb, py, new UnaryEpilogue<T, GeluKernel>(default)); break;
            case LinearActivation.SiLU: Run(px, pw, pb, py, new UnaryEpilogue<T, SiluKernel>(default)); break;
            default: Run(px, pw, pb, py, default(NoEpilogue<T>)); break;
        }

        void Run<TEpilogue>(in Pinned<T> px, in Pinned<T> pw, in Pinned<T> pb, in Pinned<T> py, in TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue<T> =>
            LinearProduct.Run(
                x.Shape[0], weight.Shape[0], weight.Shape[1], px.Pointer, x.Strides[0], x.Strides[1], pw.Pointer, weight.Strides[0], weight.Strides[1], pb.Pointer, py.Pointer, prepared, epilogue);
    }

    private void MatMulOf<T>(Tensor a, Tensor b, Tensor? bias, Tensor y)
        where T : unmanaged, INumber<T>
    {
        long m = a.Shape[^2], k = a.Shape[^1], n = b.Shape[^1];
        using Pinned<T> pa = a.Pin<T>(), pb = b.Pin<T>(), py = y.Pin<T>();
        if (bias is not null && y.Rank == 2 && (typeof(T) == typeof(float) || typeof(T) == typeof(double)))
        {
            using Tensor adjacent = bias.Contiguous().Alias();
            using Pinned<T> values = adjacent.Pin<T>();
            LinearProduct.Run(m, n, k, pa.Pointer, a.Strides[0], a.Strides[1], pb.Pointer, b.Strides[1], b.Strides[0], values.Pointer, py.Pointer, null, default(NoEpilogue<T>));
            return;
        }
        T beta = T.Zero;
        if (bias is not null)
        {
            Copy(bias.View(y.Shape, ExpandOp.BroadcastStrides(bias.Shape, bias.Strides, y.Shape), bias.Offset), y);
            beta = T.One;
        }
        int lead = y.Rank - 2;
        long matrices = 1;
        for (int i = 0; i < lead; i++) matrices *= y.Shape[i];
        if (matrices == 0 || m == 0 || n == 0) return;
        long aRow = a.Strides[^2], aColumn = a.Strides[^1], bRow = b.Strides[^2], bColumn = b.Strides[^1];
        if (matrices == 1)
        {
            MatrixMultiply.Run(m, n, k, T.One, pa.Pointer, aRow, aColumn, pb.Pointer, bRow, bColumn, beta, py.Pointer, n, 1);
            return;
        }
        // The innermost leading axis goes to the batched kernel; the rest is walked here.
        long batch = y.Shape[lead - 1];
        long outer = matrices / batch;
        for (long i = 0; i < outer; i++)
        {
            long aStart = 0, bStart = 0, rest = i;
            for (int axis = lead - 2; axis >= 0; axis--)
            {
                long position = rest % y.Shape[axis];
                rest /= y.Shape[axis];
                aStart += position * a.Strides[axis];
                bStart += position * b.Strides[axis];
            }
            MatrixMultiply.RunBatched(batch, m, n, k, T.One, pa.Pointer + aStart, a.Strides[lead - 1], aRow, aColumn, pb.Pointer + bStart, b.Strides[lead - 1], bRow, bColumn,
                beta, py.Pointer + (i * batch * m * n), m * n, n, 1);
        }
    }
}
