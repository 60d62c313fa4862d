using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Tests.Simd;

/// <summary>Large pages are advice: whatever the system makes of it, memory keeps its content and its neighbours.</summary>
public sealed unsafe class LargePagesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(1 << 20)]
    [InlineData((5 << 20) + 12345)]
    public void Asking_leaves_every_byte_of_a_buffer_and_of_its_neighbours(int bytes)
    {
        byte[] before = Filled(4096, 1), buffer = Filled(bytes, 2), after = Filled(4096, 3);

        LargePages.AskAround(Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(buffer)), bytes);

        Assert.All(before, value => Assert.Equal(1, value));
        Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)2));
        Assert.All(after, value => Assert.Equal(3, value));
    }

    [Fact]
    public void Memory_outside_the_heap_keeps_its_content_too()
    {
        const int Bytes = 9 << 20;
        using NativeBlock block = new(Bytes);
        Span<byte> memory = new(block.Pointer, Bytes);
        memory.Fill(7);

        LargePages.AskWithin(block.Pointer, Bytes);

        Assert.Equal(-1, memory.IndexOfAnyExcept((byte)7));
    }

    private static byte[] Filled(int bytes, byte value)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(bytes, pinned: true);
        buffer.AsSpan().Fill(value);
        return buffer;
    }
}
