namespace Nabla.Kernels.Attention;

/// <summary>The gradient of an added mask, as matrices [queries, keys]; samples or heads that share a matrix add up.</summary>
/// <typeparam name="T">float or double.</typeparam>
public unsafe struct AttentionMaskGradient<T> where T : unmanaged
{
    /// <summary>Receives the gradient, contiguous; null when none is wanted.</summary>
    public T* Values { get; set; }

    /// <summary>Elements of all matrices.</summary>
    public long Count { get; set; }

    /// <summary>Heads of a sample; 0 counts as 1.</summary>
    public long HeadsPerSample { get; set; }

    /// <summary>Samples of a group; 0 for one group of all.</summary>
    public long SamplesPerGroup { get; set; }

    /// <summary>Elements from group to group; 0 when they share.</summary>
    public long GroupStride { get; set; }

    /// <summary>Elements from sample to sample; 0 when they share.</summary>
    public long BatchStride { get; set; }

    /// <summary>Elements from head to head; 0 when they share.</summary>
    public long HeadStride { get; set; }

    /// <summary>Offset of the matrix of a combined head.</summary>
    internal readonly long Offset(long head) =>
        new AttentionMask<T> { HeadsPerSample = HeadsPerSample, SamplesPerGroup = SamplesPerGroup, GroupStride = GroupStride, BatchStride = BatchStride, HeadStride = HeadStride }.Offset(head);
}
