namespace Nabla.Kernels.Attention;

/// <summary>Where the matrix [queries, keys] of a sample's head lies among a mask's; zero strides make samples or heads share one.</summary>
/// <param name="HeadsPerSample">Query heads per sample, to split the combined head number; 0 counts as 1.</param>
/// <param name="HeadStride">Elements from head to head.</param>
/// <param name="BatchStride">Elements from sample to sample.</param>
/// <param name="SamplesPerGroup">Samples of a group, within which samples are counted; 0 for one group of all.</param>
/// <param name="GroupStride">Elements from group to group: a mask for each window of a picture serves all pictures.</param>
public readonly record struct AttentionMaskPlaces(long HeadsPerSample, long HeadStride, long BatchStride = 0, long SamplesPerGroup = 0, long GroupStride = 0)
{
    /// <summary>Offset of the first element of a combined head.</summary>
    internal long Offset(long head)
    {
        long heads = Math.Max(1, HeadsPerSample), sample = head / heads, group = 0;
        if (SamplesPerGroup > 0) (group, sample) = Math.DivRem(sample, SamplesPerGroup);
        return (group * GroupStride) + (sample * BatchStride) + (head % heads * HeadStride);
    }
}
