using System.Runtime.CompilerServices;

namespace Nabla.Kernels.RandomNumbers;

/// <summary>Philox4x32-10: a random function of a counter, so any element can be drawn on its own.</summary>
/// <remarks>J. Salmon and others, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Passes the paper's known-answer vectors.</remarks>
public static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>Four random words.</summary>
    /// <param name="key">The seed.</param>
    /// <param name="low">Low half of the counter: which block.</param>
    /// <param name="high">High half of the counter: which stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B, uint C, uint D) Block(ulong key, ulong low, ulong high)
    {
        uint a = (uint)low, b = (uint)(low >> 32), c = (uint)high, d = (uint)(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p = (ulong)Multiplier0 * a;
            ulong q = (ulong)Multiplier1 * c;
            (a, b, c, d) = ((uint)(q >> 32) ^ b ^ k0, (uint)q, (uint)(p >> 32) ^ d ^ k1, (uint)p);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (a, b, c, d);
    }

    /// <summary>Writes the words number <paramref name="first"/> to first + count - 1 of a stream.</summary>
    /// <param name="key">The seed.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="first">A multiple of 4.</param>
    /// <param name="words">Receives the words.</param>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static unsafe void Words(ulong key, ulong stream, long first, uint* words, long count)
    {
        ulong block = (ulong)first >> 2;
        long i = 0;
        for (; i <= count - 4; i += 4)
            (words[i], words[i + 1], words[i + 2], words[i + 3]) = Block(key, block++, stream);
        if (i == count)
            return;
        (uint a, uint b, uint c, _) = Block(key, block, stream);
        words[i] = a;
        if (count - i > 1) words[i + 1] = b;
        if (count - i > 2) words[i + 2] = c;
    }
}
