namespace Nabla.Formats.PyTorch;

/// <summary>Element types as PyTorch names them.</summary>
/// <param name="Name">The dtype, such as <c>float32</c>.</param>
/// <param name="Storage">The storage class, such as <c>FloatStorage</c>; empty for dtypes that have none of their own.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="DType">Ours, or null.</param>
internal sealed record TorchType(string Name, string Storage, int Size, DType? DType)
{
    /// <summary>All dtypes of PyTorch up to 2.x; the last one stands for untyped bytes.</summary>
    public static IReadOnlyList<TorchType> All { get; } =
    [
        new("bool", "BoolStorage", 1, Nabla.DType.Bool),
        new("uint8", "ByteStorage", 1, Nabla.DType.UInt8),
        new("int8", "CharStorage", 1, Nabla.DType.Int8),
        new("int16", "ShortStorage", 2, Nabla.DType.Int16),
        new("int32", "IntStorage", 4, Nabla.DType.Int32),
        new("int64", "LongStorage", 8, Nabla.DType.Int64),
        new("float16", "HalfStorage", 2, Nabla.DType.Float16),
        new("bfloat16", "BFloat16Storage", 2, Nabla.DType.BFloat16),
        new("float32", "FloatStorage", 4, Nabla.DType.Float32),
        new("float64", "DoubleStorage", 8, Nabla.DType.Float64),
        new("complex64", "ComplexFloatStorage", 8, null),
        new("complex128", "ComplexDoubleStorage", 16, null),
        new("qint8", "QInt8Storage", 1, null),
        new("quint8", "QUInt8Storage", 1, null),
        new("qint32", "QInt32Storage", 4, null),
        new("quint4x2", "QUInt4x2Storage", 1, null),
        new("quint2x4", "QUInt2x4Storage", 1, null),
        new("complex32", "", 4, null),
        new("uint16", "", 2, null),
        new("uint32", "", 4, null),
        new("uint64", "", 8, null),
        new("float8_e4m3fn", "", 1, null),
        new("float8_e5m2", "", 1, null),
        new("float8_e4m3fnuz", "", 1, null),
        new("float8_e5m2fnuz", "", 1, null),
        new("untyped", "UntypedStorage", 1, Nabla.DType.UInt8),
    ];

    /// <summary>The element type of a storage class (also under its names in <c>torch.cuda</c> and <c>torch.storage</c>), or null.</summary>
    public static TorchType? OfStorage(string module, string name)
    {
        if (module is not ("torch" or "torch.cuda" or "torch.storage")) return null;
        if (name == "_UntypedStorage") name = "UntypedStorage";
        return All.FirstOrDefault(t => t.Storage.Length > 0 && t.Storage == name);
    }

    /// <summary>The element type behind <c>torch.float32</c> and its aliases, or null.</summary>
    public static TorchType? OfDType(string name)
    {
        name = name switch { "float" => "float32", "double" => "float64", "half" => "float16", "long" => "int64", "int" => "int32", "short" => "int16", _ => name };
        return name == "untyped" ? null : All.FirstOrDefault(t => t.Name == name);
    }

    /// <summary>The one of our dtype.</summary>
    public static TorchType Of(DType type) => All.First(t => t.DType == type);

    /// <inheritdoc/>
    public override string ToString() => "torch." + Name;
}
