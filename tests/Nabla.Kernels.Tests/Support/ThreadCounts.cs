using System.Runtime.InteropServices;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Support;

/// <summary>Runs a computation with several thread counts and demands the same bits from each.</summary>
public static class ThreadCounts
{
    private static readonly Lock Gate = new();

    public static void SameBits<T>(Func<T[]> compute) where T : unmanaged
    {
        lock (Gate)
        {
            int before = WorkPool.Threads;
            try
            {
                WorkPool.Threads = 1;
                T[] expected = compute();
                foreach (int threads in (int[])[2, 3, 8])
                {
                    WorkPool.Threads = threads;
                    Assert.True(MemoryMarshal.AsBytes<T>(expected).SequenceEqual(MemoryMarshal.AsBytes<T>(compute())), $"{threads} threads gave other bits than one.");
                }
            }
            finally
            {
                WorkPool.Threads = before;
            }
        }
    }
}
