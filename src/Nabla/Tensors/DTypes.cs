namespace Nabla;

/// <summary>Facts about <see cref="DType"/> values: size, category, promotion and the matching .NET types.</summary>
public static class DTypes
{
    /// <summary>Size of one element in bytes.</summary>
    [Export("DTypes.size")]
    public static int Size(this DType type) => type switch
    {
        DType.Bool or DType.UInt8 or DType.Int8 => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown dtype."),
    };

    /// <summary>True for float16, bfloat16, float32 and float64: the types that can carry a gradient.</summary>
    [Export("DTypes.is_floating")]
    public static bool IsFloating(this DType type) => type >= DType.Float16;

    /// <summary>True for the two 16-bit floating-point storage types.</summary>
    [Export("DTypes.is_reduced")]
    public static bool IsReduced(this DType type) => type is DType.Float16 or DType.BFloat16;

    /// <summary>True for the integer types; bool is not one of them.</summary>
    [Export("DTypes.is_integer")]
    public static bool IsInteger(this DType type) => type is >= DType.UInt8 and <= DType.Int64;

    /// <summary>The type both operands are converted to, as PyTorch promotes: category first, then width.</summary>
    [Export("promote_types")]
    public static DType Promote(DType a, DType b)
    {
        if (a == b) return a;
        DType low = a < b ? a : b, high = a < b ? b : a;
        if (low == DType.UInt8 && high == DType.Int8) return DType.Int16;
        if (low == DType.Float16 && high == DType.BFloat16) return DType.Float32;
        return high;
    }

    /// <summary>The name used on the command line and in printed tensors, such as <c>float32</c>.</summary>
#pragma warning disable CA1308 // dtype names are lower case by convention
    [Export("DTypes.name")]
    public static string Name(this DType type) => type.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>The dtype whose elements are <typeparamref name="T"/>.</summary>
    /// <exception cref="NotSupportedException">No dtype has such elements.</exception>
    [Export("DTypes.of")]
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(long)) return DType.Int64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        if (typeof(T) == typeof(bool)) return DType.Bool;
        if (typeof(T) == typeof(byte)) return DType.UInt8;
        if (typeof(T) == typeof(sbyte)) return DType.Int8;
        if (typeof(T) == typeof(short)) return DType.Int16;
        if (typeof(T) == typeof(Half)) return DType.Float16;
        if (typeof(T) == typeof(BFloat16)) return DType.BFloat16;
        throw new NotSupportedException($"No dtype has elements of type {typeof(T).Name}; expected one of float, double, long, int, bool, byte, sbyte, short, Half, BFloat16.");
    }
}
