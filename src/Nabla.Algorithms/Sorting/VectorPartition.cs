using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Sorting;

/// <summary>Quicksort's partition, a whole vector at a time and in place.</summary>
/// <remarks>
/// Four vectors from each end are set aside, which leaves that much free room; then four vectors are read from the side with less room, each is packed by
/// its comparison mask and stored at both write ends, where only the lanes that belong are kept by moving the end past them.
/// Idea: Bramas (2017); Wassenberg, Blacher, Giesen and Sanders (2022).
/// </remarks>
internal static unsafe class VectorPartition
{
    private const int Unroll = 4;

    /// <summary>The shortest piece that can be partitioned with <paramref name="lanes"/> lanes.</summary>
    public static int MinimumLength(int lanes) => 2 * Unroll * lanes;

    /// <summary>Moves values up to the pivot before those greater; returns the boundary.</summary>
    [SkipLocalsInit]
    public static T* Split<T, TVector, TPack>(T* first, T* end, T pivot)
        where T : unmanaged, INumber<T>
        where TPack : struct, IPackLanes<T, TVector>
    {
        int lanes = TPack.Lanes, block = Unroll * TPack.Lanes;
        // Both ends and at most one block less one value are kept here.
        T* aside = stackalloc T[3 * block];
        Unsafe.CopyBlockUnaligned(aside, first, (uint)(block * sizeof(T)));
        Unsafe.CopyBlockUnaligned(aside + block, end - block, (uint)(block * sizeof(T)));
        TVector pivots = TPack.Broadcast(pivot);
        T* readLeft = first + block, readRight = end - block, writeLeft = first, writeRight = end;
        while (readRight - readLeft >= block)
        {
            T* source;
            if (readLeft - writeLeft <= writeRight - readRight)
            {
                source = readLeft;
                readLeft += block;
            }
            else
            {
                readRight -= block;
                source = readRight;
            }
            TVector a = TPack.Load(source), b = TPack.Load(source + lanes), c = TPack.Load(source + (2 * lanes)), d = TPack.Load(source + (3 * lanes));
            Put<T, TVector, TPack>(a, pivots, ref writeLeft, ref writeRight);
            Put<T, TVector, TPack>(b, pivots, ref writeLeft, ref writeRight);
            Put<T, TVector, TPack>(c, pivots, ref writeLeft, ref writeRight);
            Put<T, TVector, TPack>(d, pivots, ref writeLeft, ref writeRight);
        }
        int rest = (int)(readRight - readLeft);
        Unsafe.CopyBlockUnaligned(aside + (2 * block), readLeft, (uint)(rest * sizeof(T)));
        // The room is now exactly as large as what is set aside; the odd values go first, so that the last vector fits exactly.
        int odd = rest % lanes;
        T* last = aside + (2 * block) + rest;
        for (T* at = last - odd; at < last; at++)
        {
            if (*at > pivot) *--writeRight = *at;
            else *writeLeft++ = *at;
        }
        for (T* at = aside; at < last - odd; at += lanes)
            Put<T, TVector, TPack>(TPack.Load(at), pivots, ref writeLeft, ref writeRight);
        return writeLeft;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T, TVector, TPack>(TVector vector, TVector pivots, ref T* left, ref T* right)
        where T : unmanaged
        where TPack : struct, IPackLanes<T, TVector>
    {
        uint mask = TPack.Greater(vector, pivots);
        TVector packed = TPack.Pack(vector, mask);
        TPack.Store(packed, left);
        TPack.Store(packed, right - TPack.Lanes);
        int greater = BitOperations.PopCount(mask);
        right -= greater;
        left += TPack.Lanes - greater;
    }
}
