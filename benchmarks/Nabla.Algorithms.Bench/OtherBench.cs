using Nabla.Algorithms.Combinatorics;
using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sequences;

namespace Nabla.Algorithms.Bench;

/// <summary>Heaps, windows, merges, gaps and knapsacks.</summary>
internal static class OtherBench
{
    public static void Heaps(int[] sizes, Peers? peers, Curve curve)
    {
        Table.Heading("n pushes and n pops of random int32");
        foreach (int n in sizes)
        {
            int[] source = SortBench.Fill(n, r => r.Next());
            int batch = Math.Max(1, 50_000 / n);
            var binary = new BinaryHeap<int>();
            var four = new DaryHeap<int, Arity4, Ascending<int>>(default);
            var queue = new PriorityQueue<int, int>();
            double ours = Measure(batch, () =>
            {
                foreach (int x in source) binary.Push(x);
                while (binary.Count > 0) binary.Pop();
            });
            double wide = Measure(batch, () =>
            {
                foreach (int x in source) four.Push(x);
                while (four.Count > 0) four.Pop();
            });
            double net = Measure(batch, () =>
            {
                foreach (int x in source) queue.Enqueue(x, x);
                while (queue.Count > 0) queue.Dequeue();
            });
            (string Peer, double Milliseconds)[] all = [("DaryHeap 4", wide), ("PriorityQueue", net), .. peers?.Measure("heap", n) ?? []];
            Table.Row($"BinaryHeap {n}", ours, all);
            curve.Add("BinaryHeap", n, ours);
            foreach ((string peer, double time) in all) curve.Add(peer, n, time);
        }
    }

    public static void Windows(int n, Curve curve)
    {
        Table.Heading($"sliding maximum of {n} float, by window");
        float[] values = SortBench.Fill(n, r => r.NextSingle());
        foreach (int size in (int[])[2, 3, 7, 16, 64, 256, 512, 1024, 4096])
        {
            var results = new float[n - size + 1];
            double ours = Measure(1, () => SlidingWindow.Max<float>(values, size, results));
            double scans = Measure(1, () => SlidingWindow.MaxByScans<float>(values, size, results));
            double deque = Measure(1, () => Deque(values, size, results));
            Table.Row($"window {size}, {n / ours / 1e6:0.00} values a ns", ours, ("van Herk", scans), ("deque", deque));
            curve.Add("SlidingWindow.Max", size, ours);
            curve.Add("van Herk, Gil-Werman", size, scans);
            curve.Add("monotonic deque", size, deque);
        }
    }

    public static void Merges(int[] sizes, Peers? peers)
    {
        Table.Heading("merging two random sorted halves");
        foreach (int n in sizes)
        {
            int[] a = SortBench.Fill(n / 2, r => r.Next()), b = SortBench.Fill(n - (n / 2), r => r.Next() + 1), merged = new int[n];
            Array.Sort(a);
            Array.Sort(b);
            Table.Row($"Merge {n}", Measure(Math.Max(1, 50_000 / n), () => Merging.Merge<int>(a, b, merged)), [.. peers?.Measure("merge", n) ?? []]);
        }
    }

    public static void Gaps(int[] sizes)
    {
        Table.Heading("maximum gap against sorting first");
        foreach (int n in sizes)
        {
            int[] values = SortBench.Fill(n, r => r.Next(int.MinValue, int.MaxValue));
            Table.Row($"MaximumGap {n}", Measure(Math.Max(1, 50_000 / n), () => MaximumGap.OfIntegers<int>(values)),
                ("Array.Sort", SortBench.Time(values, Array.Sort)));
        }
    }

    public static void Knapsacks()
    {
        Table.Heading("0/1 knapsack, 100 items (capacity 20,000 stays in cache), and subset sums");
        var random = new Random(5);
        int[] weights = [.. Enumerable.Range(0, 100).Select(_ => random.Next(1, 2000))], values = [.. weights.Select(_ => random.Next(1, 1000))];
        foreach (int capacity in (int[])[20_000, 2_000_000])
        {
            var best = new int[capacity + 1];
            double ours = Measure(1, () => Knapsack.ZeroOne<int>(weights, values, best));
            double plain = Measure(1, () =>
            {
                Array.Clear(best);
                for (int i = 0; i < weights.Length; i++)
                {
                    for (int c = capacity; c >= weights[i]; c--) best[c] = Math.Max(best[c], best[c - weights[i]] + values[i]);
                }
            });
            Table.Row($"capacity {capacity}, {100.0 * capacity / ours / 1e6:0.0} cells a ns", ours, ("plain loop", plain));
        }
        var sums = new ulong[SubsetSum.Words(2_000_000)];
        double bits = Measure(1, () => SubsetSum.Reach(weights, sums));
        Table.Row($"subset sums to 2,000,000, {100.0 * 2e6 / bits / 1e6:0} sums a ns", bits);
    }

    private static double Measure(int batch, Action work)
    {
        Timing.Warm(work);
        return Timing.Median(static _ => { }, _ => work(), batch);
    }

    /// <summary>The textbook algorithm on an array: indices with falling values.</summary>
    private static void Deque(float[] values, int size, float[] results)
    {
        var deque = new int[values.Length];
        int front = 0, back = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (front < back && deque[front] <= i - size) front++;
            while (front < back && values[deque[back - 1]] <= values[i]) back--;
            deque[back++] = i;
            if (i >= size - 1) results[i - size + 1] = values[deque[front]];
        }
    }
}
