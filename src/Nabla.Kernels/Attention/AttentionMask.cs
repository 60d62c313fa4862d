namespace Nabla.Kernels.Attention;

/// <summary>What a query may see. The default lets everything be seen.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <remarks>
/// Head h of sample b, query i and key j read the element at b·BatchStride + h·HeadStride + i·QueryStride + j·KeyStride; zero strides broadcast.
/// With <see cref="SamplesPerGroup"/> n, b counts within groups of n samples, and group g adds g·GroupStride: a mask for each window of a picture serves all pictures.
/// </remarks>
public unsafe struct AttentionMask<T> where T : unmanaged
{
    /// <summary>Added to the scaled scores; may be null.</summary>
    public T* Additive { get; set; }

    /// <summary>Zero where a key must not be seen; may be null. Only one of the two masks may be given.</summary>
    public byte* Allowed { get; set; }

    /// <summary>Query heads per sample, to split the combined head number; 0 counts as 1.</summary>
    public long HeadsPerSample { get; set; }

    /// <summary>Elements from sample to sample.</summary>
    public long BatchStride { get; set; }

    /// <summary>Samples of a group; 0 for one group of all.</summary>
    public long SamplesPerGroup { get; set; }

    /// <summary>Elements from group to group.</summary>
    public long GroupStride { get; set; }

    /// <summary>Elements from head to head.</summary>
    public long HeadStride { get; set; }

    /// <summary>Elements from query to query.</summary>
    public long QueryStride { get; set; }

    /// <summary>Elements from key to key.</summary>
    public long KeyStride { get; set; }

    /// <summary>Whether query i sees the keys 0..i only (aligned to the top left, whatever the lengths).</summary>
    public bool Causal { get; set; }

    /// <summary>Which weights are dropped; the default drops none.</summary>
    public AttentionDropout Dropout { get; set; }

    /// <summary>Offset of the first element of a combined head.</summary>
    internal readonly long Offset(long head)
    {
        long heads = Math.Max(1, HeadsPerSample), sample = head / heads, group = 0;
        if (SamplesPerGroup > 0) (group, sample) = Math.DivRem(sample, SamplesPerGroup);
        return (group * GroupStride) + (sample * BatchStride) + (head % heads * HeadStride);
    }
}
