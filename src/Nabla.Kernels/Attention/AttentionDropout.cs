using Nabla.Kernels.RandomNumbers;

namespace Nabla.Kernels.Attention;

/// <summary>Dropout of attention weights as a function of the position, so that nothing is stored: forward and backward pass draw the same numbers again.</summary>
/// <param name="Rate">Share of weights dropped, 0..1; the others are divided by 1 - Rate.</param>
/// <param name="Key">Seed of the Philox generator.</param>
/// <param name="Stream">Its stream; weight (row, key) takes word row·⌈keys/64⌉·64 + key of it.</param>
public readonly record struct AttentionDropout(double Rate, ulong Key, ulong Stream)
{
    /// <summary>Rows of words begin at multiples of this.</summary>
    private const int Block = 64;

    /// <summary>Whether anything is dropped.</summary>
    internal bool IsActive => Rate > 0;

    /// <summary>What a kept weight is multiplied by.</summary>
    internal double Factor => Rate < 1 ? 1 / (1 - Rate) : 0;

    /// <summary>Words below it drop their weight.</summary>
    internal uint Threshold => (uint)Math.Min(uint.MaxValue, Math.Round(Rate * 4294967296.0));

    /// <summary>Writes the words of the keys <paramref name="key"/> (a multiple of 4) and following of a row; up to three more than <paramref name="count"/>.</summary>
    internal unsafe void Words(long row, long keys, long key, uint* words, long count) =>
        Philox.Words(Key, Stream, (row * ((keys + Block - 1) / Block) * Block) + key, words, (count + 3) & ~3L);
}
