using Nabla.Formats.Raw;

namespace Nabla.Formats.PyTorch;

/// <summary>A storage of a PyTorch file: the bytes that one or more tensors view.</summary>
/// <param name="typeName">The element type as the file names it, such as <c>float32</c> or <c>complex64</c>.</param>
/// <param name="type">The dtype, or null when Nabla has no such tensors.</param>
/// <param name="bytes">The bytes.</param>
/// <param name="location">Where the storage lived when it was saved, such as <c>cpu</c> or <c>cuda:0</c>.</param>
[Export("formats.pytorch.TorchStorage")]
public sealed class TorchStorage(string typeName, DType? type, ByteRegion bytes, string location)
{
    /// <summary>The element type as the file names it.</summary>
    public string TypeName => typeName;

    /// <summary>The dtype, or null when Nabla has no such tensors.</summary>
    public DType? DType => type;

    /// <summary>The bytes; one object per storage, so equal references mean shared memory.</summary>
    public ByteRegion Bytes => bytes;

    /// <summary>Where the storage lived when it was saved.</summary>
    public string Location => location;
}
