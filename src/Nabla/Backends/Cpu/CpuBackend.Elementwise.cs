using Nabla.Kernels.Elementwise;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Unary<TKernel>(TKernel kernel, Tensor x, Tensor y)
        where TKernel : struct, IUnaryKernel
    {
        switch (x.DType)
        {
            case DType.Float32: UnaryOf<float, TKernel>(kernel, x, y); break;
            case DType.Float64: UnaryOf<double, TKernel>(kernel, x, y); break;
            case DType.Int64: UnaryOf<long, TKernel>(kernel, x, y); break;
            case DType.Int32: UnaryOf<int, TKernel>(kernel, x, y); break;
            case DType.Int16: UnaryOf<short, TKernel>(kernel, x, y); break;
            case DType.Int8: UnaryOf<sbyte, TKernel>(kernel, x, y); break;
            case DType.UInt8 or DType.Bool: UnaryOf<byte, TKernel>(kernel, x, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wide = Widen(x))
                {
                    UnaryOf<float, TKernel>(kernel, wide, wide);
                    Copy(wide, y);
                }
                break;
            default: throw Unsupported(TKernel.Name, x.DType);
        }
    }

    /// <inheritdoc/>
    public void Predicate<TKernel>(TKernel kernel, Tensor x, Tensor y)
        where TKernel : struct, IUnaryKernel
    {
        switch (x.DType)
        {
            case DType.Float32: PredicateOf<float, TKernel>(kernel, x, y); break;
            case DType.Float64: PredicateOf<double, TKernel>(kernel, x, y); break;
            case DType.Int64: PredicateOf<long, TKernel>(kernel, x, y); break;
            case DType.Int32: PredicateOf<int, TKernel>(kernel, x, y); break;
            case DType.Int16: PredicateOf<short, TKernel>(kernel, x, y); break;
            case DType.Int8: PredicateOf<sbyte, TKernel>(kernel, x, y); break;
            case DType.UInt8 or DType.Bool: PredicateOf<byte, TKernel>(kernel, x, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wide = Widen(x)) PredicateOf<float, TKernel>(kernel, wide, y);
                break;
            default: throw Unsupported(TKernel.Name, x.DType);
        }
    }

    /// <inheritdoc/>
    public void Binary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where TKernel : struct, IBinaryKernel
    {
        switch (a.DType)
        {
            case DType.Float32: BinaryOf<float, TKernel>(kernel, a, b, y); break;
            case DType.Float64: BinaryOf<double, TKernel>(kernel, a, b, y); break;
            case DType.Int64: BinaryOf<long, TKernel>(kernel, a, b, y); break;
            case DType.Int32: BinaryOf<int, TKernel>(kernel, a, b, y); break;
            case DType.Int16: BinaryOf<short, TKernel>(kernel, a, b, y); break;
            case DType.Int8: BinaryOf<sbyte, TKernel>(kernel, a, b, y); break;
            case DType.UInt8 or DType.Bool: BinaryOf<byte, TKernel>(kernel, a, b, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wideA = Widen(a))
                using (Tensor wideB = Widen(b))
                using (Tensor wideY = Tensor.Empty(y.Shape, DType.Float32, this))
                {
                    BinaryOf<float, TKernel>(kernel, wideA, wideB, wideY);
                    Copy(wideY, y);
                }
                break;
            default: throw Unsupported(TKernel.Name, a.DType);
        }
    }

    /// <inheritdoc/>
    public void Compare<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where TKernel : struct, IBinaryKernel
    {
        switch (a.DType)
        {
            case DType.Float32: CompareOf<float, TKernel>(kernel, a, b, y); break;
            case DType.Float64: CompareOf<double, TKernel>(kernel, a, b, y); break;
            case DType.Int64: CompareOf<long, TKernel>(kernel, a, b, y); break;
            case DType.Int32: CompareOf<int, TKernel>(kernel, a, b, y); break;
            case DType.Int16: CompareOf<short, TKernel>(kernel, a, b, y); break;
            case DType.Int8: CompareOf<sbyte, TKernel>(kernel, a, b, y); break;
            case DType.UInt8 or DType.Bool: CompareOf<byte, TKernel>(kernel, a, b, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wideA = Widen(a))
                using (Tensor wideB = Widen(b)) CompareOf<float, TKernel>(kernel, wideA, wideB, y);
                break;
            default: throw Unsupported(TKernel.Name, a.DType);
        }
    }

    /// <inheritdoc/>
    public void Ternary<TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor c, Tensor y)
        where TKernel : struct, ITernaryKernel
    {
        switch (a.DType)
        {
            case DType.Float32: TernaryOf<float, TKernel>(kernel, a, b, c, y); break;
            case DType.Float64: TernaryOf<double, TKernel>(kernel, a, b, c, y); break;
            case DType.Int64: TernaryOf<long, TKernel>(kernel, a, b, c, y); break;
            case DType.Int32: TernaryOf<int, TKernel>(kernel, a, b, c, y); break;
            case DType.Int16: TernaryOf<short, TKernel>(kernel, a, b, c, y); break;
            case DType.Int8: TernaryOf<sbyte, TKernel>(kernel, a, b, c, y); break;
            case DType.UInt8: TernaryOf<byte, TKernel>(kernel, a, b, c, y); break;
            case DType.Float16 or DType.BFloat16:
                using (Tensor wideA = Widen(a))
                using (Tensor wideB = Widen(b))
                using (Tensor wideC = Widen(c))
                using (Tensor wideY = Tensor.Empty(y.Shape, DType.Float32, this))
                {
                    TernaryOf<float, TKernel>(kernel, wideA, wideB, wideC, wideY);
                    Copy(wideY, y);
                }
                break;
            default: throw Unsupported(TKernel.Name, a.DType);
        }
    }

    /// <inheritdoc/>
    public void Where(Tensor condition, Tensor a, Tensor b, Tensor y)
    {
        switch (y.DType.Size())
        {
            case 1: WhereOf<byte>(condition, a, b, y); break;
            case 2: WhereOf<short>(condition, a, b, y); break;
            case 4: WhereOf<int>(condition, a, b, y); break;
            default: WhereOf<long>(condition, a, b, y); break;
        }
    }

    /// <inheritdoc/>
    public void Fill(Tensor y, Scalar value)
    {
        switch (y.DType)
        {
            case DType.Float32: FillOf(y, (float)value.ToDouble()); break;
            case DType.Float64: FillOf(y, value.ToDouble()); break;
            case DType.Float16: FillOf(y, (Half)value.ToDouble()); break;
            case DType.BFloat16: FillOf(y, (BFloat16)value.ToDouble()); break;
            case DType.Int64: FillOf(y, value.ToInt64()); break;
            case DType.Int32: FillOf(y, (int)value.ToInt64()); break;
            case DType.Int16: FillOf(y, (short)value.ToInt64()); break;
            case DType.Int8: FillOf(y, (sbyte)value.ToInt64()); break;
            case DType.UInt8: FillOf(y, (byte)value.ToInt64()); break;
            case DType.Bool: FillOf(y, value.ToDouble() != 0); break;
            default: throw Unsupported("fill", y.DType);
        }
    }

    /// <inheritdoc/>
    public void AddInto(Tensor x, Tensor y)
    {
        switch (x.DType)
        {
            case DType.Float32: AddIntoOf<float>(x, y); break;
            case DType.Float64: AddIntoOf<double>(x, y); break;
            case DType.Float16:
            case DType.BFloat16:
                using (Tensor wideX = Widen(x))
                using (Tensor wideY = Widen(y))
                {
                    AddIntoOf<float>(wideX, wideY);
                    Copy(wideY, y);
                }
                break;
            default: throw Unsupported("add-into", x.DType);
        }
    }

    private static void UnaryOf<T, TKernel>(TKernel kernel, Tensor x, Tensor y)
        where T : unmanaged
        where TKernel : struct, IUnaryKernel
    {
        using Pinned<T> px = new(x.Storage, x.Offset), py = new(y.Storage, y.Offset);
        Pointwise.Unary(kernel, px.Pointer, py.Pointer, y.Shape.Span, StridesFor(x, y), y.Strides);
    }

    private static void PredicateOf<T, TKernel>(TKernel kernel, Tensor x, Tensor y)
        where T : unmanaged
        where TKernel : struct, IUnaryKernel
    {
        using Pinned<T> px = new(x.Storage, x.Offset);
        using Pinned<byte> py = y.Pin<byte>();
        Pointwise.Test(kernel, px.Pointer, py.Pointer, y.Shape.Span, StridesFor(x, y), y.Strides);
    }

    private static void BinaryOf<T, TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where T : unmanaged
        where TKernel : struct, IBinaryKernel
    {
        using Pinned<T> pa = a.Pin<T>(), pb = b.Pin<T>(), py = y.PinForWriting<T>();
        Pointwise.Binary(kernel, pa.Pointer, pb.Pointer, py.Pointer, y.Shape.Span, StridesFor(a, y), StridesFor(b, y), y.Strides);
    }

    private static void CompareOf<T, TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor y)
        where T : unmanaged
        where TKernel : struct, IBinaryKernel
    {
        using Pinned<T> pa = a.Pin<T>(), pb = b.Pin<T>();
        using Pinned<byte> py = y.Pin<byte>();
        Pointwise.Compare(kernel, pa.Pointer, pb.Pointer, py.Pointer, y.Shape.Span, StridesFor(a, y), StridesFor(b, y), y.Strides);
    }

    private static void TernaryOf<T, TKernel>(TKernel kernel, Tensor a, Tensor b, Tensor c, Tensor y)
        where T : unmanaged
        where TKernel : struct, ITernaryKernel
    {
        using Pinned<T> pa = a.Pin<T>(), pb = b.Pin<T>(), pc = c.Pin<T>(), py = y.PinForWriting<T>();
        Pointwise.Ternary(kernel, pa.Pointer, pb.Pointer, pc.Pointer, py.Pointer, y.Shape.Span, StridesFor(a, y), StridesFor(b, y), StridesFor(c, y), y.Strides);
    }

    private static void WhereOf<T>(Tensor condition, Tensor a, Tensor b, Tensor y)
        where T : unmanaged
    {
        using Pinned<byte> pc = condition.Pin<byte>();
        using Pinned<T> pa = a.Pin<T>(), pb = b.Pin<T>(), py = y.Pin<T>();
        Pointwise.Where(pc.Pointer, pa.Pointer, pb.Pointer, py.Pointer, y.Shape.Span, StridesFor(condition, y), StridesFor(a, y), StridesFor(b, y), y.Strides);
    }

    private static void FillOf<T>(Tensor y, T value)
        where T : unmanaged
    {
        using Pinned<T> py = y.PinForWriting<T>();
        Pointwise.Fill(value, py.Pointer, y.Shape.Span, y.Strides);
    }

    private static void AddIntoOf<T>(Tensor x, Tensor y)
        where T : unmanaged, System.Numerics.IAdditionOperators<T, T, T>
    {
        using Pinned<T> px = x.Pin<T>(), py = y.Pin<T>();
        long[] position = new long[y.Rank];
        long left = y.Count;
        T* source = px.Pointer, target = py.Pointer;
        long inner = y.Rank == 0 ? 1 : y.Shape[^1];
        long sourceStep = x.Rank == 0 ? 0 : x.Strides[^1], targetStep = y.Rank == 0 ? 0 : y.Strides[^1];
        while (left > 0)
        {
            for (long i = 0; i < inner; i++) target[i * targetStep] += source[i * sourceStep];
            left -= inner;
            for (int axis = y.Rank - 2; axis >= 0; axis--)
            {
                source += x.Strides[axis];
                target += y.Strides[axis];
                if (++position[axis] < y.Shape[axis]) break;
                source -= x.Strides[axis] * y.Shape[axis];
                target -= y.Strides[axis] * y.Shape[axis];
                position[axis] = 0;
            }
        }
    }
}
