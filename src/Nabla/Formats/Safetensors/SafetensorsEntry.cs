namespace Nabla.Formats.Safetensors;

/// <summary>One tensor of a safetensors header.</summary>
/// <param name="Name">Its key.</param>
/// <param name="TypeName">Its dtype as the header spells it, such as <c>BF16</c>.</param>
/// <param name="Shape">Its sizes; empty for a scalar.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">Byte after the last one.</param>
[Export("formats.safetensors.SafetensorsEntry")]
public sealed record SafetensorsEntry(string Name, string TypeName, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>The dtype, or null when it is one Nabla has no tensors of (unsigned 16 to 64 bits, 8-bit and smaller floats, complex).</summary>
    public DType? DType => SafetensorsTypes.Parse(TypeName);
}
