namespace Nabla;

/// <summary>The element type of a tensor, known at run time.</summary>
/// <remarks>
/// The order is the order of type promotion inside one category: bool, integers, floating point.
/// Half-precision types are storage types; arithmetic on them is carried out in float32 and rounded back.
/// </remarks>
public enum DType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer; the type of indices.</summary>
    Int64,

    /// <summary>IEEE 754 binary16.</summary>
    Float16,

    /// <summary>The upper half of a binary32: 8 exponent bits, 7 fraction bits.</summary>
    BFloat16,

    /// <summary>IEEE 754 binary32; the default floating-point type.</summary>
    Float32,

    /// <summary>IEEE 754 binary64.</summary>
    Float64,
}
