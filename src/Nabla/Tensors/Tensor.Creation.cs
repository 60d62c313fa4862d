using System.Runtime.CompilerServices;

namespace Nabla;

public sealed partial class Tensor
{
    /// <summary>A tensor whose values are not set.</summary>
    /// <param name="shape">Extents.</param>
    /// <param name="type">Element type.</param>
    /// <param name="on">Backend; the CPU unless told otherwise.</param>
    [Export("empty")]
    public static Tensor Empty(Shape shape, DType type = DType.Float32, IBackend? on = null)
    {
        on ??= CpuBackend.Instance;
        return new(on, on.Allocate(checked(shape.Count * type.Size())), type, shape, shape.RowStrides, 0);
    }

    /// <summary>All elements 0.</summary>
    [Export("zeros")]
    public static Tensor Zeros(Shape shape, DType type = DType.Float32, IBackend? on = null) => Full(shape, 0, type, on);

    /// <summary>All elements 1.</summary>
    [Export("ones")]
    public static Tensor Ones(Shape shape, DType type = DType.Float32, IBackend? on = null) => Full(shape, 1, type, on);

    /// <summary>All elements <paramref name="value"/>.</summary>
    /// <param name="shape">Extents.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">Element type; float32 for a real, int64 for an integer and bool for a truth value when omitted.</param>
    /// <param name="on">Backend; the CPU unless told otherwise.</param>
    [Export("full")]
    public static Tensor Full(Shape shape, Scalar value, DType? type = null, IBackend? on = null)
    {
        Tensor result = Empty(shape, type ?? (value.Category == DType.Float64 ? DType.Float32 : value.Category), on);
        result.Backend.Fill(result, value);
        return result;
    }

    /// <summary>A rank-0 tensor.</summary>
    [Export("tensor")]
    public static Tensor Of(Scalar value, DType? type = null, IBackend? on = null) =>
        Full(Shape.Scalar, value, type ?? (value.Category == DType.Float64 ? DType.Float32 : value.Category), on);

    /// <summary>Copies row-major <paramref name="values"/> into a new tensor whose dtype is that of <typeparamref name="T"/>.</summary>
    /// <exception cref="ShapeMismatchException">The number of values is not the shape's element count.</exception>
    public static unsafe Tensor Of<T>(ReadOnlySpan<T> values, Shape shape, IBackend? on = null)
        where T : unmanaged
    {
        if (values.Length != shape.Count)
            throw new ShapeMismatchException($"{values.Length} values do not fill shape {shape}, which has {shape.Count} elements.", nameof(values));
        Tensor result = Empty(shape, DTypes.Of<T>(), on);
        if (!result.HasData) return result;
        // Not through a span of the tensor: that would keep the buffer out of the pool for good.
        using Pinned<T> target = result.Pin<T>();
        values.CopyTo(new(target.Pointer, values.Length));
        return result;
    }

    /// <summary>Copies an array into a rank-1 tensor.</summary>
    public static Tensor Of<T>(params T[] values)
        where T : unmanaged => Of(values.AsSpan(), [values.Length]);

    /// <summary>Copies an array, row-major, into a tensor of the given shape.</summary>
    /// <exception cref="ShapeMismatchException">The number of values is not the shape's element count.</exception>
    public static Tensor Of<T>(T[] values, Shape shape)
        where T : unmanaged => Of(values.AsSpan(), shape);

    /// <summary>Copies a rectangular array into a rank-2 tensor.</summary>
    public static Tensor Of<T>(T[,] values)
        where T : unmanaged
    {
        Tensor result = Empty([values.GetLength(0), values.GetLength(1)], DTypes.Of<T>());
        Span<T> target = result.RawSpan<T>();
        int next = 0;
        foreach (T value in values) target[next++] = value;
        return result;
    }

    /// <summary>start, start + step, ... before <paramref name="end"/>.</summary>
    /// <param name="start">First value.</param>
    /// <param name="end">Bound that is not reached.</param>
    /// <param name="step">Distance; not 0.</param>
    /// <param name="type">Element type; int64 for integers and float32 for reals when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, or leads away from the end.</exception>
    [Export("arange")]
    public static Tensor Arange(Scalar start, Scalar end, Scalar? step = null, DType? type = null)
    {
        Scalar stride = step ?? 1;
        double from = start.ToDouble(), to = end.ToDouble(), by = stride.ToDouble();
        if (by == 0 || !double.IsFinite(by)) throw new ArgumentOutOfRangeException(nameof(step), by, "The step must be a number other than 0.");
        long count = (long)Math.Ceiling((to - from) / by);
        if (count < 0) throw new ArgumentOutOfRangeException(nameof(step), by, $"A step of {by} does not lead from {from} to {to}.");
        bool real = start.Category == DType.Float64 || end.Category == DType.Float64 || stride.Category == DType.Float64;
        DType wanted = type ?? (real ? DType.Float32 : DType.Int64);
        if (real)
        {
            double[] values = new double[count];
            for (long i = 0; i < count; i++) values[i] = from + (i * by);
            return Of(values).To(wanted);
        }
        long[] integers = new long[count];
        for (long i = 0; i < count; i++) integers[i] = start.ToInt64() + (i * stride.ToInt64());
        return Of(integers).To(wanted);
    }

    /// <summary><paramref name="count"/> evenly spaced values from <paramref name="start"/> to <paramref name="end"/>, both included.</summary>
    [Export("linspace")]
    public static Tensor Linspace(double start, double end, long count, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        double[] values = new double[count];
        double step = count > 1 ? (end - start) / (count - 1) : 0;
        // From both ends towards the middle, so that the last value is exact.
        for (long i = 0; i < count; i++) values[i] = i < count / 2 || count == 1 ? start + (i * step) : end - ((count - 1 - i) * step);
        return Of(values).To(type);
    }

    /// <summary>The identity matrix, or a rectangular piece of it.</summary>
    [Export("eye")]
    public static Tensor Eye(long rows, long? columns = null, DType type = DType.Float32)
    {
        Tensor result = Zeros([rows, columns ?? rows], type);
        using Tensor diagonal = result.Diagonal();
        diagonal.FillInPlace(1);
        return result;
    }

    /// <summary>A tensor over memory that somebody else owns; <paramref name="owner"/> is disposed when the last handle is gone.</summary>
    internal static unsafe Tensor Wrap(byte* pointer, long bytes, IDisposable? owner, bool readOnly, DType type, Shape shape) =>
        new(CpuBackend.Instance, new Storage(pointer, bytes, owner, readOnly), type, shape, shape.RowStrides, 0);

    /// <summary>Uninitialised, same shape and backend.</summary>
    internal Tensor EmptyLike(DType? type = null) => Empty(Shape, type ?? DType, Backend);

    /// <summary>A number as a rank-0 tensor that combines with this one under the promotion rules.</summary>
    internal Tensor Lift(Scalar value, [CallerMemberName] string caller = "")
    {
        _ = caller;
        return Full(Shape.Scalar, value, value.PromoteWith(DType), Backend);
    }
}
