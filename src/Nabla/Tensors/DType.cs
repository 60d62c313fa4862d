namespace Nabla;

/// <summary>The element type of a tensor, known at run time.</summary>
/// <remarks>
/// The order is the order of type promotion inside one category: bool, integers, floating point.
/// Half-precision types are storage types; arithmetic on them is carried out in float32 and rounded back.
/// </remarks>
[Export("dtype")]
public enum DType
{
    /// <summary>One byte, 0 or 1.</summary>
    [Export("bool")]
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    [Export("uint8")]
    UInt8,

    /// <summary>Signed 8-bit integer.</summary>
    [Export("int8")]
    Int8,

    /// <summary>Signed 16-bit integer.</summary>
    [Export("int16")]
    Int16,

    /// <summary>Signed 32-bit integer.</summary>
    [Export("int32")]
    Int32,

    /// <summary>Signed 64-bit integer; the type of indices.</summary>
    [Export("int64")]
    Int64,

    /// <summary>IEEE 754 binary16.</summary>
    [Export("float16")]
    Float16,

    /// <summary>The upper half of a binary32: 8 exponent bits, 7 fraction bits.</summary>
    [Export("bfloat16")]
    BFloat16,

    /// <summary>IEEE 754 binary32; the default floating-point type.</summary>
    [Export("float32")]
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    [Export("float64")]
    Float64,
}
