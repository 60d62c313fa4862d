using System.Runtime.InteropServices;

namespace Nabla.Kernels.Indexing;

/// <summary>Native working memory of one kernel call, 64-byte aligned, freed on disposal.</summary>
internal readonly unsafe struct Scratch<T> : IDisposable where T : unmanaged
{
    /// <summary>Allocates <paramref name="count"/> elements.</summary>
    public Scratch(long count, bool clear = false)
    {
        nuint bytes = checked((nuint)Math.Max(count, 1) * (nuint)sizeof(T));
        Pointer = (T*)NativeMemory.AlignedAlloc(bytes, 64);
        if (clear) NativeMemory.Clear(Pointer, bytes);
    }

    /// <summary>The first element.</summary>
    public T* Pointer { get; }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
