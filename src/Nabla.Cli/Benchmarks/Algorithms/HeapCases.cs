using Nabla.Algorithms.Heaps;

namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Priority queues: n pushes, then n pops.</summary>
internal static class HeapCases
{
    public static IEnumerable<BenchCase> All()
    {
        yield return new BenchCase("heap", "heaps", "BinaryHeap", [1000, 100_000], [100, 1000, 10_000, 100_000, 1_000_000], (n, peers) =>
        {
            int[] source = Inputs.Fill(n, random => random.Next());
            int batch = Stopclock.Batch(n);
            int[][] sources = Inputs.Shuffles(source, batch);
            var binary = new BinaryHeap<int>(n);
            var four = new DaryHeap<int, Arity4, Ascending<int>>(default);
            var queue = new PriorityQueue<int, int>(n);
            double ours = Stopclock.Median(_ => { }, i =>
            {
                foreach (int x in sources[i]) binary.Push(x);
                while (binary.Count > 0) binary.Pop();
            }, batch);
            double wide = Stopclock.Median(_ => { }, i =>
            {
                foreach (int x in sources[i]) four.Push(x);
                while (four.Count > 0) four.Pop();
            }, batch);
            double net = Stopclock.Median(_ => { }, i =>
            {
                foreach (int x in sources[i]) queue.Enqueue(x, x);
                while (queue.Count > 0) queue.Dequeue();
            }, batch);
            return new BenchRow("BinaryHeap, n pushes and n pops of int32", n, ours,
                [new BenchPeer("PriorityQueue", net, 1.5), new BenchPeer("DaryHeap of 4", wide), .. peers.Measure("heap", n, "0", _ => 1)]);
        });
        yield return new BenchCase("heapify", "heaps", "Heapify", [100_000], [100, 1000, 10_000, 100_000, 1_000_000], (n, peers) =>
            new BenchRow("Heap.Heapify of int32", n, Inputs.Time(Inputs.Fill(n, random => random.Next()), values => Heap.Heapify<int>(values)), [.. peers.Measure("heapify", n, "0", _ => 0)]));
        yield return new BenchCase("top-100", "heaps", null, [100_000], [1000, 100_000, 10_000_000], (n, _) =>
        {
            int[] source = Inputs.Fill(n, random => random.Next());
            int[] best = new int[100];
            return new BenchRow("Heap.Largest, 100 of n int32", n, Stopclock.Median(() => Heap.Largest<int>(source, best), Stopclock.Batch(n)), [new BenchPeer("Array.Sort", Inputs.Time(source, Array.Sort))]);
        });
    }
}
