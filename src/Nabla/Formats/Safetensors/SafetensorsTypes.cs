namespace Nabla.Formats.Safetensors;

/// <summary>The dtype names of the safetensors format, their sizes, and the order in which its reference writer lays tensors out.</summary>
internal static class SafetensorsTypes
{
    /// <summary>The name of one of our dtypes.</summary>
    public static string Name(DType type) => type switch
    {
        DType.Bool => "BOOL",
        DType.UInt8 => "U8",
        DType.Int8 => "I8",
        DType.Int16 => "I16",
        DType.Int32 => "I32",
        DType.Int64 => "I64",
        DType.Float16 => "F16",
        DType.BFloat16 => "BF16",
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown dtype."),
    };

    /// <summary>The dtype of that name, or null when it is not one of ours.</summary>
    public static DType? Parse(string name) => name switch
    {
        "BOOL" => DType.Bool,
        "U8" => DType.UInt8,
        "I8" => DType.Int8,
        "I16" => DType.Int16,
        "I32" => DType.Int32,
        "I64" => DType.Int64,
        "F16" => DType.Float16,
        "BF16" => DType.BFloat16,
        "F32" => DType.Float32,
        "F64" => DType.Float64,
        _ => null,
    };

    /// <summary>Bits of an element of any dtype the format knows; null for a name it does not know.</summary>
    public static int? Bits(string name) => name switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "F64" or "I64" or "U64" or "C64" => 64,
        _ => null,
    };

    /// <summary>Rank in the reference writer's layout, which puts wide elements first: higher comes earlier.</summary>
    public static int LayoutRank(DType type) => type switch
    {
        DType.Bool => 0,
        DType.UInt8 => 1,
        DType.Int8 => 2,
        DType.Int16 => 3,
        DType.Float16 => 4,
        DType.BFloat16 => 5,
        DType.Int32 => 6,
        DType.Float32 => 7,
        DType.Float64 => 8,
        DType.Int64 => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown dtype."),
    };
}
