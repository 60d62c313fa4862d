namespace Nabla.Kernels.Attention;

/// <summary>What a query may see. The default lets everything be seen.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>Query i and key j of a head read the element at i·QueryStride + j·KeyStride of its matrix; zero strides broadcast.</remarks>
public unsafe struct AttentionMask<T> where T : unmanaged
{
    /// <summary>Added to the scaled scores; may be null.</summary>
    public T* Additive { get; set; }

    /// <summary>Zero where a key must not be seen; may be null. Only one of the two masks may be given.</summary>
    public byte* Allowed { get; set; }

    /// <summary>Where the matrix of each head begins; the default is one matrix for all.</summary>
    public AttentionMaskPlaces Places { get; set; }

    /// <summary>Elements from query to query.</summary>
    public long QueryStride { get; set; }

    /// <summary>Elements from key to key.</summary>
    public long KeyStride { get; set; }

    /// <summary>Whether query i sees the keys 0..i only (aligned to the top left, whatever the lengths).</summary>
    public bool Causal { get; set; }

    /// <summary>Which weights are dropped; the default drops none.</summary>
    public AttentionDropout Dropout { get; set; }
}
