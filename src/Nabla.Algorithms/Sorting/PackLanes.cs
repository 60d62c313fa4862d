using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Algorithms.Sorting;

/// <summary>What vectorised partitioning needs of a vector type: compare with a pivot, and pack lanes by a mask.</summary>
internal unsafe interface IPackLanes<T, TVector>
    where T : unmanaged
{
    static abstract int Lanes { get; }

    static abstract TVector Load(T* at);

    static abstract void Store(TVector vector, T* at);

    static abstract TVector Broadcast(T value);

    /// <summary>Bit i is set when lane i is greater than the pivot.</summary>
    static abstract uint Greater(TVector vector, TVector pivot);

    /// <summary>What <see cref="Pack"/> looks permutations up in; read once before a loop, because a static is not a constant in code compiled before it is set.</summary>
    static abstract void* Table { get; }

    /// <summary>Lanes whose bit is clear first, then those whose bit is set; order inside the two groups is kept.</summary>
    static abstract TVector Pack(TVector vector, uint mask, void* table);
}

/// <summary>8 x int32, permuted by a table of 256 byte rows.</summary>
internal readonly unsafe struct PackInt32x8 : IPackLanes<int, Vector256<int>>
{
    private static readonly byte* Rows = BuildRows();

    public static int Lanes => 8;

    public static void* Table => Rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(int* at) => Vector256.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<int> vector, int* at) => vector.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(int value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Greater(Vector256<int> vector, Vector256<int> pivot) => Vector256.GreaterThan(vector, pivot).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Pack(Vector256<int> vector, uint mask, void* table)
        => Avx2.PermuteVar8x32(vector, Avx2.ConvertToVector256Int32((byte*)table + ((nuint)mask * 8)));

    private static byte* BuildRows()
    {
        var rows = (byte*)NativeMemory.AlignedAlloc(256 * 8, 64);
        for (int mask = 0; mask < 256; mask++) PackTable.Row(mask, 8, new Span<byte>(rows + (mask * 8), 8));
        return rows;
    }
}

/// <summary>4 x int64, permuted as pairs of int32 by a table of 16 rows.</summary>
internal readonly unsafe struct PackInt64x4 : IPackLanes<long, Vector256<long>>
{
    private static readonly int* Rows = BuildRows();

    public static int Lanes => 4;

    public static void* Table => Rows;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Load(long* at) => Vector256.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<long> vector, long* at) => vector.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Broadcast(long value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Greater(Vector256<long> vector, Vector256<long> pivot) => Vector256.GreaterThan(vector, pivot).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> Pack(Vector256<long> vector, uint mask, void* table)
        => Avx2.PermuteVar8x32(vector.AsInt32(), Vector256.LoadAligned((int*)table + ((nuint)mask * 8))).AsInt64();

    private static int* BuildRows()
    {
        var rows = (int*)NativeMemory.AlignedAlloc(16 * 8 * sizeof(int), 64);
        Span<byte> row = stackalloc byte[4];
        for (int mask = 0; mask < 16; mask++)
        {
            PackTable.Row(mask, 4, row);
            for (int lane = 0; lane < 8; lane++) rows[(mask * 8) + lane] = (row[lane / 2] * 2) + (lane % 2);
        }
        return rows;
    }
}

/// <summary>16 x int32 by the AVX-512 compress instruction, with the same result in software where there is none.</summary>
internal readonly unsafe struct PackInt32x16 : IPackLanes<int, Vector512<int>>
{
    public static int Lanes => 16;

    public static void* Table => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Load(int* at) => Vector512.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<int> vector, int* at) => vector.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Broadcast(int value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Greater(Vector512<int> vector, Vector512<int> pivot) => (uint)Vector512.GreaterThan(vector, pivot).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Pack(Vector512<int> vector, uint mask, void* table)
    {
        if (!Avx512F.IsSupported) return PackTable.PackInSoftware(vector, mask);
        // The set lanes move to the front and are then rotated behind the clear ones.
        Vector512<int> bits = Vector512.Create(1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15);
        Vector512<int> set = Vector512.Equals(Vector512.Create((int)mask) & bits, bits);
        int clear = 16 - BitOperations.PopCount(mask);
        Vector512<int> behind = Avx512F.Compress(Vector512<int>.Zero, set, vector);
        Vector512<int> rotated = Avx512F.PermuteVar16x32(behind, Vector512<int>.Indices - Vector512.Create(clear));
        return Avx512F.Compress(rotated, ~set, vector);
    }
}

/// <summary>8 x int64 by the AVX-512 compress instruction, with the same result in software where there is none.</summary>
internal readonly unsafe struct PackInt64x8 : IPackLanes<long, Vector512<long>>
{
    public static int Lanes => 8;

    public static void* Table => null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Load(long* at) => Vector512.Load(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<long> vector, long* at) => vector.Store(at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Broadcast(long value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Greater(Vector512<long> vector, Vector512<long> pivot) => (uint)Vector512.GreaterThan(vector, pivot).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> Pack(Vector512<long> vector, uint mask, void* table)
    {
        if (!Avx512F.IsSupported) return PackTable.PackInSoftware(vector, mask);
        Vector512<long> bits = Vector512.Create(1L << 0, 1L << 1, 1L << 2, 1L << 3, 1L << 4, 1L << 5, 1L << 6, 1L << 7);
        Vector512<long> set = Vector512.Equals(Vector512.Create((long)mask) & bits, bits);
        long clear = 8 - BitOperations.PopCount(mask);
        Vector512<long> behind = Avx512F.Compress(Vector512<long>.Zero, set, vector);
        Vector512<long> rotated = Avx512F.PermuteVar8x64(behind, Vector512<long>.Indices - Vector512.Create(clear));
        return Avx512F.Compress(rotated, ~set, vector);
    }
}

/// <summary>The permutation behind every pack.</summary>
internal static class PackTable
{
    /// <summary>Source lanes in packed order: clear bits first, then set bits.</summary>
    public static void Row(int mask, int lanes, Span<byte> row)
    {
        int at = 0;
        for (int lane = 0; lane < lanes; lane++)
        {
            if ((mask >> lane & 1) == 0) row[at++] = (byte)lane;
        }
        for (int lane = 0; lane < lanes; lane++)
        {
            if ((mask >> lane & 1) != 0) row[at++] = (byte)lane;
        }
    }

    public static Vector512<T> PackInSoftware<T>(Vector512<T> vector, uint mask)
    {
        Span<byte> row = stackalloc byte[Vector512<T>.Count];
        Row((int)mask, row.Length, row);
        Vector512<T> packed = vector;
        for (int lane = 0; lane < row.Length; lane++) packed = packed.WithElement(lane, vector[row[lane]]);
        return packed;
    }
}
