using System.Runtime.InteropServices;

namespace Nabla.Kernels.Tests.Gemm;

/// <summary>Unmanaged memory with canaries on both sides and a choice of misalignment.</summary>
internal sealed unsafe class GuardedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Guard = 96;
    private const byte Canary = 0xFF; // all bits set is NaN: a value read from outside spoils the result
    private readonly byte* _memory;
    private readonly long _bytes;

    public GuardedBuffer(long count, int misalignment = 0)
    {
        Count = count;
        _bytes = (count * sizeof(T)) + (2 * Guard * sizeof(T));
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes + 64, 64) + (misalignment * sizeof(T));
        new Span<byte>(_memory, (int)_bytes).Fill(Canary);
        Pointer = (T*)_memory + Guard;
        Offset = misalignment * sizeof(T);
    }

    public long Count { get; }

    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, (int)Count);

    private int Offset { get; }

    /// <summary>Fails when a byte before or after the buffer has changed.</summary>
    public void AssertIntact()
    {
        var all = new ReadOnlySpan<byte>(_memory, (int)_bytes);
        Assert.False(all[..(Guard * sizeof(T))].ContainsAnyExcept(Canary), "written before the buffer");
        Assert.False(all[^(Guard * sizeof(T))..].ContainsAnyExcept(Canary), "written past the buffer");
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory - Offset);
}
