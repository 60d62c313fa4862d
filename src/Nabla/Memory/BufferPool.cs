using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Kernels.Simd;

namespace Nabla;

/// <summary>Hands out 64-byte aligned, pinned, managed buffers and takes them back for reuse.</summary>
/// <remarks>
/// Buffers are arrays of 64-byte blocks, so one may exceed 2 GiB. Sizes are rounded up to one of eight classes per
/// power of two. A buffer comes back, in its <see cref="Storage"/>, when the last handle on that is disposed, or, when the tensor was
/// simply forgotten, when the garbage collector finds the storage unreachable. Because small tensor objects alone would
/// seldom trigger a collection, the pool asks for a young one whenever the bytes out of the house have doubled.
/// </remarks>
public static class BufferPool
{
    private const int ClassesPerOctave = 8;
    private const long FirstCollection = 192L << 20;
    private const long LeastCached = 128L << 20;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<long, Stack<Storage>> Free = [];
    private static long _outstanding, _cached, _peak, _collectAt = FirstCollection;

    /// <summary>Bytes handed out and not yet returned.</summary>
    [Export("memory.BufferPool.outstanding_bytes")]
    public static long OutstandingBytes => Interlocked.Read(ref _outstanding);

    /// <summary>Bytes waiting for reuse.</summary>
    [Export("memory.BufferPool.cached_bytes")]
    public static long CachedBytes => Interlocked.Read(ref _cached);

    /// <summary>The largest <see cref="OutstandingBytes"/> since the start or <see cref="ResetPeak"/>.</summary>
    [Export("memory.BufferPool.peak_bytes")]
    public static long PeakBytes => Interlocked.Read(ref _peak);

    /// <summary>Starts a new measurement of <see cref="PeakBytes"/>.</summary>
    [Export("memory.BufferPool.reset_peak")]
    public static void ResetPeak() => Interlocked.Exchange(ref _peak, OutstandingBytes);

    /// <summary>Gives all cached buffers back to the garbage collector.</summary>
    [Export("memory.BufferPool.trim")]
    public static void Trim()
    {
        lock (Gate)
        {
            foreach (Stack<Storage> stack in Free.Values)
            {
                while (stack.TryPop(out Storage? storage)) storage.Abandon();
            }
            Free.Clear();
            _cached = 0;
        }
    }

    internal static Storage Rent(long bytes)
    {
        long blocks = RoundUp(Math.Max(1, (bytes + 63) / 64) + 1);
        if (blocks > Array.MaxLength)
            throw new InsufficientMemoryException($"A tensor of {bytes:N0} bytes exceeds the largest buffer of {(long)Array.MaxLength * 64:N0} bytes.");
        Storage? storage = TryTake(blocks);
        if (storage is null && OutstandingBytes + (blocks * 64) > Interlocked.Read(ref _collectAt))
        {
            Reclaim();
            storage = TryTake(blocks);
        }
        long outstanding = Interlocked.Add(ref _outstanding, blocks * 64);
        long peak;
        while (outstanding > (peak = Interlocked.Read(ref _peak)) && Interlocked.CompareExchange(ref _peak, outstanding, peak) != peak)
        {
        }
        storage ??= new(Create((int)blocks));
        storage.Begin(bytes);
        return storage;
    }

    private static unsafe Block[] Create(int blocks)
    {
        Block[] buffer = GC.AllocateUninitializedArray<Block>(blocks, pinned: true);
        LargePages.AskAround(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer)), blocks * 64L);
        return buffer;
    }

    /// <summary>Takes note that a buffer will not come back: somebody may still look at it.</summary>
    internal static void Forget(long blocks) => Interlocked.Add(ref _outstanding, -(blocks * 64));

    /// <summary>Takes a storage that nobody holds a handle on, with its buffer; false when the pool is full and it should be dropped.</summary>
    internal static bool TryReturn(Storage storage)
    {
        long blocks = storage.Blocks, bytes = blocks * 64;
        long outstanding = Interlocked.Add(ref _outstanding, -bytes);
        lock (Gate)
        {
            // A pass returns buffers of more sizes than are out at its peak: dropped, they would be made afresh in the next.
            long most = Math.Max(LeastCached, Math.Max(outstanding, _peak) / 2 * 3);
            if (bytes > most) return false;
            while (_cached + bytes > most)
            {
                if (!Evict(blocks)) return false;
            }
            ref Stack<Storage>? stack = ref CollectionsMarshal.GetValueRefOrAddDefault(Free, blocks, out _);
            (stack ??= new()).Push(storage);
            _cached += bytes;
            return true;
        }
    }

    /// <summary>Drops a buffer of the size that most cached bytes belong to, other than <paramref name="kept"/>: what comes back now is asked for again sooner than what has lain there.</summary>
    private static bool Evict(long kept)
    {
        long largest = 0;
        Stack<Storage>? from = null;
        foreach ((long blocks, Stack<Storage> stack) in Free)
        {
            if (blocks == kept || blocks * stack.Count <= largest) continue;
            largest = blocks * stack.Count;
            from = stack;
        }
        if (from is null) return false;
        Storage dropped = from.Pop();
        _cached -= dropped.Blocks * 64;
        dropped.Abandon();
        return true;
    }

    private static Storage? TryTake(long blocks)
    {
        lock (Gate)
        {
            if (!Free.TryGetValue(blocks, out Stack<Storage>? stack) || !stack.TryPop(out Storage? storage)) return null;
            _cached -= blocks * 64;
            return storage;
        }
    }

    private static void Reclaim()
    {
        long before = OutstandingBytes;
        for (int generation = 0; generation <= 2; generation++)
        {
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
            if (OutstandingBytes < before - (before / 3)) break;
        }
        Interlocked.Exchange(ref _collectAt, Math.Max(FirstCollection, OutstandingBytes + (OutstandingBytes / 2)));
    }

    private static long RoundUp(long blocks)
    {
        if (blocks <= ClassesPerOctave) return blocks;
        int shift = 63 - BitOperations.LeadingZeroCount((ulong)(blocks - 1)) - 3;
        if (shift <= 0) return blocks;
        long step = 1L << shift;
        return (blocks + step - 1) / step * step;
    }

    /// <summary>The unit of allocation: one cache line.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    internal struct Block;
}
