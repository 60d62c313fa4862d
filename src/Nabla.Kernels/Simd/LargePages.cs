using System.Runtime.InteropServices;

namespace Nabla.Kernels.Simd;

/// <summary>Asks Linux to keep large buffers in pages of 2 MiB instead of 4 KiB.</summary>
/// <remarks>
/// A processor remembers where some two thousand pages lie; with small ones a pass over 16 MB looks up every page anew, and the first touch of each costs a call of the kernel. It is advice: where the
/// system does not know it, or is set never to follow it, nothing changes but the speed. The environment variable <c>NABLA_LARGE_PAGES=0</c> leaves it out.
/// </remarks>
public static unsafe partial class LargePages
{
    /// <summary>Bytes of a buffer from which on it is asked for.</summary>
    public const long Least = 1 << 20;

    /// <summary>Bytes of a large page.</summary>
    internal const long Size = 2 << 20;

    private const nint Page = (nint)Size;
    private const int MadviseHugePage = 14, MadviseCollapse = 25;

    private static volatile bool _asks = OperatingSystem.IsLinux() && Environment.SystemPageSize == 4096 && Environment.GetEnvironmentVariable("NABLA_LARGE_PAGES") != "0";

    /// <summary>Asks for all pages that a new buffer touches, its neighbours on them included, and for those already in use to be gathered.</summary>
    /// <param name="address">First byte of a buffer of the managed heap, whose neighbours are others of its kind.</param>
    /// <param name="bytes">Its size.</param>
    public static void AskAround(void* address, long bytes)
    {
        if (bytes < Least || !_asks) return;
        nint first = (nint)address & ~(Page - 1), end = ((nint)address + (nint)bytes + Page - 1) & ~(Page - 1);
        if (Advise(first, end, MadviseHugePage)) Advise(first, end, MadviseCollapse);
    }

    /// <summary>Asks for the pages that lie wholly in a new buffer.</summary>
    /// <param name="address">First byte of the buffer, whose neighbours may be anything.</param>
    /// <param name="bytes">Its size.</param>
    public static void AskWithin(void* address, long bytes)
    {
        if (bytes < Least || !_asks) return;
        nint first = ((nint)address + Page - 1) & ~(Page - 1), end = ((nint)address + (nint)bytes) & ~(Page - 1);
        if (first < end) Advise(first, end, MadviseHugePage);
    }

    // What the system answers does not matter: the memory is as good without.
    private static bool Advise(nint first, nint end, int advice)
    {
        try
        {
            _ = Madvise((void*)first, (nuint)(end - first), advice);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return _asks = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* address, nuint length, int advice);
}
