using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Nabla.Kernels.Threading;

/// <summary>A persistent pool of threads for loops over an index range.</summary>
/// <remarks>
/// The caller takes part. The range is cut into contiguous pieces which the threads claim one by one, so a thread that the
/// system has put aside delays nobody. Nothing is allocated per loop; idle workers spin for a fifth of a millisecond and then block.
/// A loop started inside a loop, or while another thread is running one, runs on its caller alone.
/// </remarks>
public static unsafe class WorkPool
{
    /// <summary>The largest number of threads the pool accepts.</summary>
    public const int MaxThreads = 1024;

    private const int MostPiecesPerThread = 32;
    private static readonly Lock Growth = new();
    private static readonly PoolJob Job = new();
    private static PoolWorker[] _workers = [];
    private static int _threads = InitialThreads();
    private static int _busy;

    [ThreadStatic]
    private static bool _inside;

    /// <summary>
    /// Threads that share a loop, the caller included: 1 .. <see cref="MaxThreads"/>. It starts as the environment variable
    /// <c>NABLA_NUM_THREADS</c>, or the number of processors, and may be changed at any time; results never depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above <see cref="MaxThreads"/>.</exception>
    public static int Threads
    {
        get => Volatile.Read(ref _threads);
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxThreads);
            Volatile.Write(ref _threads, value);
        }
    }

    /// <summary>Whether the calling thread is inside a loop, so that a further <see cref="For"/> would run on it alone.</summary>
    public static bool IsInside => _inside;

    /// <summary>Runs <paramref name="body"/> over 0 .. <paramref name="count"/> - 1 and returns when all of it is done.</summary>
    /// <typeparam name="TBody">A struct, so that the call costs no allocation and the loop is compiled for it.</typeparam>
    /// <param name="count">Number of indices; 0 does nothing.</param>
    /// <param name="grain">Fewest indices worth handing to a thread; when count is no more than this, the caller does it all.</param>
    /// <param name="body">The work; every thread sees this same instance.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative count, or a grain below one.</exception>
    /// <remarks>The first exception thrown by the body is rethrown here, after every thread has left the loop; pieces not yet begun are dropped.</remarks>
    public static void For<TBody>(long count, long grain, ref TBody body)
        where TBody : struct, IRangeBody
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(grain, 1);
        if (count == 0)
            return;
        int threads = Threads;
        if (count <= grain || threads == 1 || _inside || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            body.Invoke(0, count);
            return;
        }
        _inside = true;
        Share(count, grain, threads, ref body);
        ExceptionDispatchInfo? error = Job.TakeError();
        _inside = false;
        Volatile.Write(ref _busy, 0);
        error?.Throw();
    }

    private static void Share<TBody>(long count, long grain, int threads, ref TBody body)
        where TBody : struct, IRangeBody
    {
        threads = (int)Math.Min(threads, Chunks.Count(count, grain));
        long least = Math.Max(grain, count / ((long)threads * MostPiecesPerThread));
        PoolWorker[] workers = Workers(threads - 1);
#pragma warning disable CS8500 // The body stays where it is, on the caller's stack or pinned, for as long as the job is open.
        fixed (TBody* pointer = &body)
#pragma warning restore CS8500
        {
            Job.Open(pointer, &Call<TBody>, count, least, threads - 1);
            for (int i = 0; i < threads - 1; i++)
                workers[i].Wake();
            Job.Work();
            Job.Close();
        }
    }

    private static void Call<TBody>(void* body, long start, long end)
        where TBody : struct, IRangeBody => Unsafe.AsRef<TBody>(body).Invoke(start, end);

    /// <summary>The life of worker <paramref name="worker"/>.</summary>
    private static void Serve(PoolWorker worker)
    {
        _inside = true;
        long seen = 0;
        while (true)
        {
            seen = worker.AwaitJob(Job, seen);
            if (Job.TryEnter(worker.Index, seen))
            {
                Job.Work();
                Job.Leave();
            }
        }
    }

    private static PoolWorker[] Workers(int needed)
    {
        PoolWorker[] workers = Volatile.Read(ref _workers);
        if (workers.Length >= needed)
            return workers;
        lock (Growth)
        {
            int old = _workers.Length;
            if (old >= needed)
                return _workers;
            workers = new PoolWorker[needed];
            _workers.CopyTo(workers, 0);
            for (int i = old; i < needed; i++)
            {
                var worker = new PoolWorker(i);
                workers[i] = worker;
                new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Nabla worker {i + 1}" }.Start();
            }
            Volatile.Write(ref _workers, workers);
            return workers;
        }
    }

    private static int InitialThreads() =>
        int.TryParse(Environment.GetEnvironmentVariable("NABLA_NUM_THREADS"), out int threads) && threads >= 1
            ? Math.Min(threads, MaxThreads)
            : Math.Clamp(Environment.ProcessorCount, 1, MaxThreads);
}
