using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= count - 16; i += 16, block += 4)
                FourBlocks(key, stream, block, (ulong*)(words + i));
        }
        for (; i <= count - 4; i += 4)
            (words[i], words[i + 1], words[i + 2], words[i + 3]) = Block(key, block++, stream);
        if (i == count)
            return;
        (uint a, uint b, uint c, _) = Block(key, block, stream);
        words[i] = a;
        if (count - i > 1) words[i + 1] = b;
        if (count - i > 2) words[i + 2] = c;
    }

    // Four consecutive blocks at once, each word in the low half of a 64-bit lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void FourBlocks(ulong key, ulong stream, ulong block, ulong* words)
    {
        Vector256<ulong> low = Vector256.Create(0xFFFFFFFFul);
        Vector256<ulong> counter = Vector256.Create(block) + Vector256.Create(0ul, 1, 2, 3);
        Vector256<ulong> a = counter & low, b = counter >>> 32;
        Vector256<ulong> c = Vector256.Create(stream & 0xFFFFFFFF), d = Vector256.Create(stream >> 32);
        Vector256<ulong> k0 = Vector256.Create(key & 0xFFFFFFFF), k1 = Vector256.Create(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            Vector256<ulong> p = Product(a, Multiplier0);
            Vector256<ulong> q = Product(c, Multiplier1);
            a = (q >>> 32) ^ b ^ k0;
            c = (p >>> 32) ^ d ^ k1;
            b = q & low;
            d = p & low;
            k0 = (k0 + Vector256.Create((ulong)Weyl0)) & low;
            k1 = (k1 + Vector256.Create((ulong)Weyl1)) & low;
        }
        Vector256<ulong> ab = a | (b << 32), cd = c | (d << 32);
        for (int lane = 0; lane < 4; lane++)
        {
            words[2 * lane] = ab.GetElement(lane);
            words[(2 * lane) + 1] = cd.GetElement(lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> x, uint y) =>
        System.Runtime.Intrinsics.X86.Avx2.IsSupported
            ? System.Runtime.Intrinsics.X86.Avx2.Multiply(x.AsUInt32(), Vector256.Create((ulong)y).AsUInt32())
            : x * Vector256.Create((ulong)y);
}
