namespace Nabla.Kernels.Attention;

/// <summary>The gradient of an added mask, as matrices [queries, keys]; samples or heads that share a matrix add up.</summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct AttentionMaskGradient<T> where T : unmanaged
{
    /// <summary>Receives the gradient, contiguous; null when none is wanted.</summary>
    public T* Values { get; set; }

    /// <summary>Elements of all matrices.</summary>
    public long Count { get; set; }

    /// <summary>Where the matrix of each head begins; the default is one matrix for all.</summary>
    public AttentionMaskPlaces Places { get; set; }
}
