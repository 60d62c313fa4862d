using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Kernels.Simd;

/// <summary>Stores past the caches, for outputs too large to be found there again: an ordinary store reads the line first, which is a third of the traffic of a copy.</summary>
internal static unsafe class Streaming
{
    /// <summary>Bytes of output from which on it pays.</summary>
    public const long Least = 4 << 20;

    /// <summary>Whether to store past the caches; inputs at the same place would be read into them all the same.</summary>
    public static bool Pays(long bytes, void* target, void* input) => bytes >= Least && target != input && Sse.IsSupported;

    /// <summary>Whether rows of this many bytes are whole vectors of any width, all of them aligned.</summary>
    public static bool Aligns(void* target, long rowBytes) => ((nint)target & 63) == 0 && (rowBytes & 63) == 0;

    /// <summary>Writes one vector; the target is aligned to its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V, T>(T* target, V value) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (typeof(V) == typeof(Lanes512<T>)) Vector512.StoreAlignedNonTemporal(Unsafe.BitCast<V, Vector512<T>>(value), target);
        else if (typeof(V) == typeof(Lanes256<T>)) Vector256.StoreAlignedNonTemporal(Unsafe.BitCast<V, Vector256<T>>(value), target);
        else V.Store(target, value);
    }

    /// <summary>Asks for the cache line at an address, which need not be anyone's; rows of a page or less end before the machine has seen that they are read in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>Makes the stores visible before whatever the thread does next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fence()
    {
        if (Sse.IsSupported) Sse.StoreFence();
    }

    /// <summary>Copies bytes that do not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte* source, byte* target, long count)
    {
        long i = Vector256.IsHardwareAccelerated ? Math.Min(count, (32 - ((nint)target & 31)) & 31) : count;
        Buffer.MemoryCopy(source, target, i, i);
        for (; i <= count - 128; i += 128)
        {
            Vector256<byte> a = Vector256.Load(source + i), b = Vector256.Load(source + i + 32), c = Vector256.Load(source + i + 64), d = Vector256.Load(source + i + 96);
            a.StoreAlignedNonTemporal(target + i);
            b.StoreAlignedNonTemporal(target + i + 32);
            c.StoreAlignedNonTemporal(target + i + 64);
            d.StoreAlignedNonTemporal(target + i + 96);
        }
        Fence();
        Buffer.MemoryCopy(source + i, target + i, count - i, count - i);
    }
}
