using System.Runtime.InteropServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>Working memory that a thread keeps from call to call: a few numbered buffers that grow to the largest size asked for.</summary>
/// <remarks>A buffer stays valid until the same thread asks for the same number again; it is freed when its thread ends.</remarks>
internal sealed unsafe class Scratch
{
    private const int Buffers = 8;
    private const nuint Alignment = 64;

    [ThreadStatic]
    private static Scratch? _ofThread;

    private readonly nint[] _memory = new nint[Buffers];
    private readonly long[] _bytes = new long[Buffers];

    ~Scratch()
    {
        foreach (nint memory in _memory)
            NativeMemory.AlignedFree((void*)memory);
    }

    /// <summary>Buffer <paramref name="number"/> of the calling thread, with room for <paramref name="count"/> values; its content is unspecified.</summary>
    public static T* Take<T>(int number, long count)
        where T : unmanaged
    {
        Scratch scratch = _ofThread ??= new Scratch();
        long bytes = checked(count * sizeof(T));
        if (scratch._bytes[number] < bytes)
            scratch.Grow(number, bytes);
        return (T*)scratch._memory[number];
    }

    private void Grow(int number, long bytes)
    {
        // A quarter more than asked for, so that slowly growing requests settle; the old content need not move.
        bytes += bytes / 4;
        bool large = bytes >= LargePages.Least;
        if (large)
            bytes = (bytes + LargePages.Size - 1) & ~(LargePages.Size - 1);
        NativeMemory.AlignedFree((void*)_memory[number]);
        _memory[number] = 0;
        _bytes[number] = 0;
        _memory[number] = (nint)NativeMemory.AlignedAlloc((nuint)bytes, large ? (nuint)LargePages.Size : Alignment);
        if (large)
            LargePages.AskWithin((void*)_memory[number], bytes);
        _bytes[number] = bytes;
    }
}
