namespace Nabla.Kernels.Copying;

/// <summary>How the bytes of an array are read when it is converted.</summary>
public enum ElementKind
{
    /// <summary>IEEE single precision.</summary>
    Float32,

    /// <summary>IEEE double precision.</summary>
    Float64,

    /// <summary>IEEE half precision.</summary>
    Float16,

    /// <summary>The upper half of a float.</summary>
    BFloat16,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>One byte: 0 is false, anything else true; written as 0 or 1.</summary>
    Bool,
}
