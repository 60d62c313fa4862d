using Nabla.Kernels.Threading;

namespace Nabla.Cli;

/// <summary>How many threads compute, in words.</summary>
internal static class ThreadCount
{
    /// <summary>Such as <c>1 thread</c> or <c>8 threads</c>.</summary>
    public static string Text => Of(WorkPool.Threads);

    /// <summary>A number of threads in words.</summary>
    public static string Of(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}
