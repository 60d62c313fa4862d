using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Algorithms.Sorting;

/// <summary>Quicksort's partition, a whole vector at a time and in place.</summary>
/// <remarks>
/// Eight vectors from each end are set aside, which leaves that much free room; then eight vectors are read from the side with less room, each is packed by
/// its comparison mask and stored at both write ends, where only the lanes that belong are kept by moving the end past them. The unwritten stretch shrinks by
/// one vector a step whatever the keys are, so one pointer and that known length give both ends; and the side is chosen without a branch, which no predictor could learn.
/// Idea: Bramas (2017); Wassenberg, Blacher, Giesen and Sanders (2022).
/// </remarks>
internal static unsafe class VectorPartition
{
    private const int Unroll = 8;

    /// <summary>The shortest piece that can be partitioned with <paramref name="lanes"/> lanes.</summary>
    public static int MinimumLength(int lanes) => 2 * Unroll * lanes;

    /// <summary>Encodes the values, and moves those up to the (encoded) pivot before those greater; returns the boundary.</summary>
    [SkipLocalsInit]
    public static T* Split<T, TVector, TPack, TCodec>(T* first, T* end, T pivot)
        where T : unmanaged, INumber<T>
        where TVector : struct
        where TPack : struct, IPackLanes<T, TVector>
        where TCodec : struct, IVectorCodec<T>
    {
        int lanes = TPack.Lanes, block = Unroll * TPack.Lanes;
        // Both ends and at most one block less one value are kept here.
        T* aside = stackalloc T[3 * block];
        Unsafe.CopyBlockUnaligned(aside, first, (uint)(block * sizeof(T)));
        Unsafe.CopyBlockUnaligned(aside + block, end - block, (uint)(block * sizeof(T)));
        TVector pivots = TPack.Broadcast(pivot);
        void* table = TPack.Table;
        T* readLeft = first + block, readRight = end - block, left = first;
        nint room = (nint)(end - first);
        while (readRight - readLeft >= block)
        {
            // All ones when the right side has less room.
            nint right = ((nint)(left + room) - (nint)readRight - ((nint)readLeft - (nint)left)) >> ((sizeof(nint) * 8) - 1);
            nint step = block * sizeof(T);
            T* source = (T*)((nint)readLeft + (right & ((nint)readRight - step - (nint)readLeft)));
            readRight = (T*)((nint)readRight - (right & step));
            readLeft = (T*)((nint)readLeft + (~right & step));
            TVector a = Load<T, TVector, TPack, TCodec>(source), b = Load<T, TVector, TPack, TCodec>(source + lanes);
            TVector c = Load<T, TVector, TPack, TCodec>(source + (2 * lanes)), d = Load<T, TVector, TPack, TCodec>(source + (3 * lanes));
            TVector e = Load<T, TVector, TPack, TCodec>(source + (4 * lanes)), f = Load<T, TVector, TPack, TCodec>(source + (5 * lanes));
            TVector g = Load<T, TVector, TPack, TCodec>(source + (6 * lanes)), h = Load<T, TVector, TPack, TCodec>(source + (7 * lanes));
            left = Put<T, TVector, TPack>(a, pivots, left, room - lanes, table);
            left = Put<T, TVector, TPack>(b, pivots, left, room - (2 * lanes), table);
            left = Put<T, TVector, TPack>(c, pivots, left, room - (3 * lanes), table);
            left = Put<T, TVector, TPack>(d, pivots, left, room - (4 * lanes), table);
            left = Put<T, TVector, TPack>(e, pivots, left, room - (5 * lanes), table);
            left = Put<T, TVector, TPack>(f, pivots, left, room - (6 * lanes), table);
            left = Put<T, TVector, TPack>(g, pivots, left, room - (7 * lanes), table);
            left = Put<T, TVector, TPack>(h, pivots, left, room - (8 * lanes), table);
            room -= 8 * lanes;
        }
        int rest = (int)(readRight - readLeft);
        Unsafe.CopyBlockUnaligned(aside + (2 * block), readLeft, (uint)(rest * sizeof(T)));
        if (!TCodec.IsIdentity) VectorCodec.Encode<T, TCodec>(aside, aside + (2 * block) + rest);
        // The room is now exactly as large as what is set aside; the odd values go first, so that the last vector fits exactly.
        int odd = rest % lanes;
        T* last = aside + (2 * block) + rest;
        for (T* at = last - odd; at < last; at++)
        {
            T value = *at;
            *left = value;
            left[--room] = value;
            left += Unsafe.BitCast<bool, byte>(value <= pivot);
        }
        for (T* at = aside; at < last - odd; at += lanes)
        {
            room -= lanes;
            left = Put<T, TVector, TPack>(TPack.Load(at), pivots, left, room, table);
        }
        return left;
    }

    /// <summary>Stores a packed vector at both ends of the unwritten stretch, which then begins at the result and is <paramref name="room"/> long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Put<T, TVector, TPack>(TVector vector, TVector pivots, T* left, nint room, void* table)
        where T : unmanaged
        where TPack : struct, IPackLanes<T, TVector>
    {
        uint mask = TPack.Greater(vector, pivots);
        TVector packed = TPack.Pack(vector, mask, table);
        TPack.Store(packed, left);
        TPack.Store(packed, left + room);
        return left + (TPack.Lanes - (nint)(nuint)(uint)BitOperations.PopCount(mask));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<T, TVector, TPack, TCodec>(T* at)
        where T : unmanaged
        where TVector : struct
        where TPack : struct, IPackLanes<T, TVector>
        where TCodec : struct, IVectorCodec<T>
    {
        if (TCodec.IsIdentity) return TPack.Load(at);
        if (typeof(TVector) == typeof(Vector256<T>)) return Unsafe.BitCast<Vector256<T>, TVector>(TCodec.Encode(Vector256.Load(at)));
        Vector512<T> wide = Vector512.Load(at);
        return Unsafe.BitCast<Vector512<T>, TVector>(Vector512.Create(TCodec.Encode(wide.GetLower()), TCodec.Encode(wide.GetUpper())));
    }
}
