using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Threading;

[Collection(nameof(PoolAlone))]
public sealed class WorkPoolTests : IDisposable
{
    private readonly int _before = WorkPool.Threads;

    public void Dispose() => WorkPool.Threads = _before;

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 7, 1)]
    [InlineData(2, 1000, 10)]
    [InlineData(3, 1001, 1)]
    [InlineData(8, 100_003, 64)]
    [InlineData(8, 5, 100)]
    public void Every_index_is_visited_once(int threads, long count, long grain)
    {
        WorkPool.Threads = threads;
        for (int round = 0; round < 50; round++)
        {
            var body = new Mark { Visits = new int[count] };
            WorkPool.For(count, grain, ref body);
            Assert.All(body.Visits, v => Assert.Equal(1, v));
        }
    }

    [Fact]
    public void Small_ranges_run_on_the_caller()
    {
        WorkPool.Threads = 4;
        var body = new ThreadOfCall { Threads = new int[8] };
        WorkPool.For(8, 8, ref body);
        Assert.All(body.Threads, t => Assert.Equal(Environment.CurrentManagedThreadId, t));
    }

    [Fact]
    public void Several_threads_take_part()
    {
        WorkPool.Threads = 3;
        var body = new Meet { Barrier = new Barrier(3), Seen = new int[3] };
        WorkPool.For(3, 1, ref body);
        Assert.Equal(3, body.Seen.Distinct().Count());
    }

    [Fact]
    public void Nested_loops_run_inline_and_are_complete()
    {
        WorkPool.Threads = 4;
        var body = new Nest { Totals = new long[40] };
        WorkPool.For(40, 1, ref body);
        Assert.All(body.Totals, t => Assert.Equal(499_500, t));
        Assert.False(WorkPool.IsInside);
    }

    [Fact]
    public void Loops_from_several_threads_at_once_are_complete()
    {
        WorkPool.Threads = 3;
        Parallel.For(0, 8, _ =>
        {
            for (int round = 0; round < 200; round++)
            {
                var body = new Mark { Visits = new int[97] };
                WorkPool.For(97, 2, ref body);
                Assert.All(body.Visits, v => Assert.Equal(1, v));
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void An_exception_reaches_the_caller_and_the_pool_works_on(int threads)
    {
        WorkPool.Threads = threads;
        for (int at = 0; at < 20; at++)
        {
            var bad = new Fail { At = at };
            FormatException error = Assert.Throws<FormatException>(() => WorkPool.For(20, 1, ref bad));
            Assert.Equal("index " + at, error.Message);
            Assert.False(WorkPool.IsInside);
            var good = new Mark { Visits = new int[50] };
            WorkPool.For(50, 1, ref good);
            Assert.All(good.Visits, v => Assert.Equal(1, v));
        }
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        WorkPool.Threads = 2;
        var body = new Mark { Visits = new int[4096] };
        for (int i = 0; i < 100; i++)
            WorkPool.For(4096, 1, ref body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            WorkPool.For(4096, 1, ref body);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512);
    }

    [Fact]
    public void A_body_that_keeps_its_result_in_itself_hands_it_back()
    {
        WorkPool.Threads = 3;
        var body = default(Total);
        WorkPool.For(10_000, 10, ref body);
        Assert.Equal(49_995_000, body.Sum);
    }

    [Fact]
    public void Idle_workers_wake_up_again()
    {
        WorkPool.Threads = 2;
        for (int round = 0; round < 5; round++)
        {
            Thread.Sleep(20);
            var body = new Meet { Barrier = new Barrier(2), Seen = new int[2] };
            WorkPool.For(2, 1, ref body);
            Assert.NotEqual(body.Seen[0], body.Seen[1]);
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var body = default(Total);
        Assert.Throws<ArgumentOutOfRangeException>("count", () => WorkPool.For(-1, 1, ref body));
        Assert.Throws<ArgumentOutOfRangeException>("grain", () => WorkPool.For(1, 0, ref body));
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkPool.Threads = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => WorkPool.Threads = WorkPool.MaxThreads + 1);
        Assert.Equal(_before, WorkPool.Threads);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(1000, 7)]
    public void Chunks_cover_the_range_in_order(long count, long grain)
    {
        long next = 0;
        for (long i = 0; i < Chunks.Count(count, grain); i++)
        {
            (long start, long end) = Chunks.Bounds(count, grain, i);
            Assert.Equal(next, start);
            Assert.InRange(end - start, 1, grain);
            next = end;
        }
        Assert.Equal(count, next);
    }

    private struct Mark : IRangeBody
    {
        public int[] Visits;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
                Interlocked.Increment(ref Visits[i]);
        }
    }

    private struct ThreadOfCall : IRangeBody
    {
        public int[] Threads;

        public readonly void Invoke(long start, long end) =>
            Threads.AsSpan((int)start, (int)(end - start)).Fill(Environment.CurrentManagedThreadId);
    }

    private struct Meet : IRangeBody
    {
        public Barrier Barrier;
        public int[] Seen;

        public readonly void Invoke(long start, long end)
        {
            Assert.Equal(1, end - start);
            Assert.True(Barrier.SignalAndWait(TimeSpan.FromSeconds(30)));
            Seen[start] = Environment.CurrentManagedThreadId;
        }
    }

    private struct Nest : IRangeBody
    {
        public long[] Totals;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                var inner = default(Total);
                WorkPool.For(1000, 1, ref inner);
                Totals[i] = inner.Sum;
            }
        }
    }

    private struct Total : IRangeBody
    {
        public long Sum;

        public void Invoke(long start, long end)
        {
            long sum = 0;
            for (long i = start; i < end; i++)
                sum += i;
            Interlocked.Add(ref Sum, sum);
        }
    }

    private struct Fail : IRangeBody
    {
        public long At;

        public readonly void Invoke(long start, long end)
        {
            if (start <= At && At < end)
                throw new FormatException("index " + At);
        }
    }
}
