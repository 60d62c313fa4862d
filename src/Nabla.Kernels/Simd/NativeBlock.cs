using System.Runtime.InteropServices;

namespace Nabla.Kernels.Simd;

/// <summary>Memory outside the collected heap, 64-byte aligned, of which the collector knows; freed when disposed of or forgotten.</summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private readonly long _bytes;

    /// <summary>Allocates at least one line.</summary>
    public NativeBlock(long bytes)
    {
        _bytes = Math.Max(64, bytes);
        Pointer = NativeMemory.AlignedAlloc((nuint)_bytes, 64);
        LargePages.AskWithin(Pointer, _bytes);
        GC.AddMemoryPressure(_bytes);
    }

    /// <summary>Returns forgotten memory.</summary>
    ~NativeBlock() => Free();

    /// <summary>The first byte; null once it is freed.</summary>
    public void* Pointer { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer == null)
            return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure(_bytes);
    }
}
