using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Nabla.Kernels.Threading;

/// <summary>The one loop the pool is running: where it stands, and who is still inside it.</summary>
/// <remarks>
/// <c>State</c> holds the number of the job, whether it is open and how many workers are inside, so that a worker enters
/// exactly the job it saw, and a worker that wakes too late finds the door closed instead of delaying the caller.
/// </remarks>
internal sealed unsafe class PoolJob
{
    private const long OpenBit = 1 << 16;
    private const long InsideMask = OpenBit - 1;
    private const int NumberShift = 17;
    private static readonly long SpinTicks = Math.Max(1, Stopwatch.Frequency / 50_000), YieldTicks = Math.Max(1, Stopwatch.Frequency / 500);

    private readonly object _done = new();
    private Shared _shared;
    private void* _body;
    private delegate*<void*, long, long, void> _call;
    private long _count;
    private long _least;
    private long _shares;
    private int _helpers;
    private ExceptionDispatchInfo? _error;

    /// <summary>The number of the newest job, for workers to watch.</summary>
    public long Number => Volatile.Read(ref _shared.State) >> NumberShift;

    /// <summary>Publishes a job of which no piece has fewer than <paramref name="least"/> indices, but for the last; only the thread that owns the pool calls this.</summary>
    public void Open(void* body, delegate*<void*, long, long, void> call, long count, long least, int helpers)
    {
        _body = body;
        _call = call;
        _count = count;
        _least = least;
        _shares = 2L * (helpers + 1);
        _helpers = helpers;
        _error = null;
        _shared.Next = 0;
        long number = (_shared.State >> NumberShift) + 1;
        Interlocked.Exchange(ref _shared.State, (number << NumberShift) | OpenBit);
    }

    /// <summary>Lets worker <paramref name="index"/> in, when job <paramref name="number"/> is still open and wants it.</summary>
    public bool TryEnter(int index, long number)
    {
        while (true)
        {
            long state = Volatile.Read(ref _shared.State);
            if (state >> NumberShift != number || (state & OpenBit) == 0 || index >= _helpers)
                return false;
            if (Interlocked.CompareExchange(ref _shared.State, state + 1, state) == state)
                return true;
        }
    }

    /// <summary>Claims and does pieces until none is left.</summary>
    /// <remarks>A piece is a share of what is left: large ones first, which keep neighbours together, and small ones at the end, so that all threads end together, even one that began late.</remarks>
    public void Work()
    {
        long count = _count;
        try
        {
            while (true)
            {
                long start = Volatile.Read(ref _shared.Next);
                if (start >= count)
                    return;
                long end = Math.Min(count, start + Math.Max(_least, (count - start) / _shares));
                if (Interlocked.CompareExchange(ref _shared.Next, end, start) == start)
                    _call(_body, start, end);
            }
        }
        catch (Exception error)
        {
            Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(error), null);
            Interlocked.Exchange(ref _shared.Next, count);
        }
    }

    /// <summary>A worker leaves; the last one out of a closed job wakes the caller.</summary>
    public void Leave()
    {
        long state = Interlocked.Decrement(ref _shared.State);
        if ((state & (OpenBit | InsideMask)) != 0)
            return;
        lock (_done)
            Monitor.Pulse(_done);
    }

    /// <summary>Closes the door and waits until the workers inside have left, awake for two milliseconds: each has only the rest of a piece to do, and waking up takes longer than most of them.</summary>
    public void Close()
    {
        if ((Interlocked.And(ref _shared.State, ~OpenBit) & InsideMask) == 0)
            return;
        long begin = Stopwatch.GetTimestamp();
        while ((Volatile.Read(ref _shared.State) & InsideMask) != 0)
        {
            long waited = Stopwatch.GetTimestamp() - begin;
            if (waited < YieldTicks)
            {
                Thread.SpinWait(8);
                if (waited > SpinTicks)
                    Thread.Yield();
                continue;
            }
            lock (_done)
            {
                while ((Volatile.Read(ref _shared.State) & InsideMask) != 0)
                    Monitor.Wait(_done);
            }
        }
    }

    /// <summary>The first exception of the job that has just been closed, handed over once.</summary>
    public ExceptionDispatchInfo? TakeError() => _error is null ? null : Interlocked.Exchange(ref _error, null);

    /// <summary>The two contended words, on cache lines of their own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Shared
    {
        [FieldOffset(128)]
        public long State;

        [FieldOffset(256)]
        public long Next;
    }
}
