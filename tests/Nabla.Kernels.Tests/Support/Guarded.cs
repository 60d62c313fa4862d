using System.Runtime.InteropServices;

namespace Nabla.Kernels.Tests.Support;

/// <summary>A native buffer with canaries on both sides; disposal fails the test when a kernel wrote outside.</summary>
public sealed unsafe class Guarded<T> : IDisposable where T : unmanaged
{
    private const int Margin = 128;
    private readonly byte* _memory;
    private readonly long _bytes;

    public Guarded(long count, int misalign = 0)
    {
        Count = count;
        _bytes = count * sizeof(T);
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(_bytes + 2 * Margin + misalign), 64);
        NativeMemory.Fill(_memory, (nuint)(_bytes + 2 * Margin + misalign), 0xA5);
        P = (T*)(_memory + Margin + misalign);
    }

    public Guarded(ReadOnlySpan<T> values, int misalign = 0) : this(values.Length, misalign) => values.CopyTo(Span);

    public long Count { get; }

    public T* P { get; }

    public Span<T> Span => new(P, (int)Count);

    public T[] ToArray() => Span.ToArray();

    public ref T this[long i] => ref P[i];

    public void Dispose()
    {
        byte* start = (byte*)P;
        bool intact = true;
        for (byte* b = _memory; b < start; b++) intact &= *b == 0xA5;
        for (byte* b = start + _bytes; b < start + _bytes + Margin; b++) intact &= *b == 0xA5;
        NativeMemory.AlignedFree(_memory);
        Assert.True(intact, "A kernel wrote outside its buffer.");
    }
}
