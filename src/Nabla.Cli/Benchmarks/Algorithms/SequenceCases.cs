using Nabla.Algorithms.Sequences;

namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Windows, merges and gaps.</summary>
internal static class SequenceCases
{
    public static IEnumerable<BenchCase> All()
    {
        foreach (int size in (int[])[2, 3, 7, 16, 64, 256, 1024, 4096, 16_384]) yield return Window(size);
        yield return new BenchCase("merge", "merge", "Merging.Merge", [1000, 1_000_000], [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000], (n, peers) =>
        {
            int batch = Stopclock.Batch(n);
            int[][] all = Inputs.Shuffles(Inputs.Fill(n, random => random.Next()), batch);
            foreach (int[] values in all)
            {
                Array.Sort(values, 0, n / 2);
                Array.Sort(values, n / 2, n - (n / 2));
            }
            int[] merged = new int[n];
            return new BenchRow("Merging.Merge of two int32 halves", n, Stopclock.Median(_ => { }, i => Merging.Merge<int>(all[i].AsSpan(0, n / 2), all[i].AsSpan(n / 2), merged), batch),
                [.. peers.Measure("merge", n, "0", _ => 1)]);
        });
        yield return new BenchCase("merge-16", "merge", "MergeMany of 16", [1_000_000], [1000, 10_000, 100_000, 1_000_000], (n, peers) =>
        {
            int[] values = Inputs.Fill(n, random => random.Next()), merged = new int[n];
            var sources = new ReadOnlyMemory<int>[16];
            for (int i = 0; i < 16; i++)
            {
                int from = (int)((long)n * i / 16), to = (int)((long)n * (i + 1) / 16);
                Array.Sort(values, from, to - from);
                sources[i] = values.AsMemory(from, to - from);
            }
            return new BenchRow("Merging.MergeMany of 16 int32 runs", n, Stopclock.Median(() => Merging.MergeMany<int>(sources, merged), Stopclock.Batch(n)), [.. peers.Measure("merge-16", n, "0", _ => 0)]);
        });
        yield return new BenchCase("gap", "maximum-gap", "MaximumGap", [1000, 1_000_000], [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000], (n, _) =>
        {
            int[] values = Inputs.Fill(n, random => random.Next(int.MinValue, int.MaxValue));
            return new BenchRow("MaximumGap.OfIntegers of int32", n, Stopclock.Median(() => MaximumGap.OfIntegers<int>(values), Stopclock.Batch(n)), [new BenchPeer("Array.Sort", Inputs.Time(values, Array.Sort))]);
        });
    }

    private static BenchCase Window(int size)
    {
        bool drawn = size is 16 or 1024;
        return new BenchCase($"window-{size}", "sliding-window", drawn ? $"window {size}" : null, [1_000_000], drawn ? [10_000, 100_000, 1_000_000, 10_000_000] : [1_000_000], (n, _) =>
        {
            float[] values = Inputs.Fill(n, random => random.NextSingle()), results = new float[n - size + 1];
            double ours = Stopclock.Median(() => SlidingWindow.Max<float>(values, size, results));
            double deque = Stopclock.Median(() => Deque(values, size, results));
            return new BenchRow($"SlidingWindow.Max of float, window {size}", n, ours, [new BenchPeer("plain deque", deque, size <= 64 ? 5 : 1)]);
        });
    }

    /// <summary>The textbook algorithm on an array: indices with falling values.</summary>
    private static void Deque(float[] values, int size, float[] results)
    {
        int[] deque = new int[values.Length];
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
