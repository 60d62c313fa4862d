using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Heaps;

public class HeapqTests
{
    private static readonly int[] Ten = [1, 3, 5, 7, 9, 2, 4, 6, 8, 0];

    [Fact]
    public void Heapify_gives_the_layout_of_the_worked_example()
    {
        List<int> heap = [.. Ten];
        Heapq.Heapify(heap);
        Assert.Equal([0, 1, 2, 6, 3, 5, 4, 7, 8, 9], heap);
    }

    [Fact]
    public void Pushing_one_by_one_gives_the_layout_of_the_worked_example()
    {
        List<int> heap = [];
        foreach (int value in Ten) Heapq.Push(heap, value);
        Assert.Equal([0, 1, 2, 6, 3, 5, 4, 7, 8, 9], heap);
    }

    [Fact]
    public void Replace_and_push_pop_follow_the_worked_example()
    {
        List<int> heap = [1, 2, 3];
        Assert.Equal(1, Heapq.Replace(heap, 0));
        Assert.Equal([0, 2, 3], heap);
        Assert.Equal(-1, Heapq.PushPop(heap, -1));
        Assert.Equal([0, 2, 3], heap);
    }

    [Fact]
    public void Largest_of_the_worked_example()
        => Assert.Equal([42, 37, 23], Heapq.NLargest(3, [1, 8, 2, 23, 7, -4, 18, 23, 42, 37, 2]));

    [Fact]
    public void Ten_thousand_recorded_operations_of_CPython_give_the_same_results_and_layouts()
    {
        using Stream stream = typeof(HeapqTests).Assembly.GetManifestResourceStream("heapq-trace.bin")!;
        using var reader = new BinaryReader(stream);
        List<int> heap = [];
        for (int step = 0; step < 10_000; step++)
        {
            byte operation = reader.ReadByte();
            int value = reader.ReadInt16();
            List<int> seen = Apply(operation, value, heap);
            seen.AddRange(heap);
            Assert.True(reader.ReadUInt32() == Fnv(seen), $"Step {step}, operation {operation}, value {value}.");
        }
    }

    [Fact]
    public void Max_functions_mirror_the_min_functions_on_negated_values() => Property.Holds<int[]>(values =>
    {
        List<long> max = [], min = [];
        foreach (int value in values)
        {
            Heapq.PushMax(max, value);
            Heapq.Push(min, -(long)value);
        }
        bool same = max.SequenceEqual(min.Select(v => -v));
        same &= Heapq.PushPopMax(max, 5L) == -Heapq.PushPop(min, -5L);
        if (max.Count > 0) same &= Heapq.ReplaceMax(max, 3L) == -Heapq.Replace(min, -3L) && Heapq.PopMax(max) == -Heapq.Pop(min);
        return same && max.SequenceEqual(min.Select(v => -v));
    });

    [Fact]
    public void Selection_is_stable_like_a_sort_and_a_slice() => Property.Holds<(int Key, int Tag)[], int>((values, n) =>
    {
        n = Math.Abs(n % 8);
        return Heapq.NSmallest(n, values, v => v.Key % 5).SequenceEqual(values.OrderBy(v => v.Key % 5).Take(n))
            && Heapq.NLargest(n, values, v => v.Key % 5).SequenceEqual(values.OrderByDescending(v => v.Key % 5).Take(n));
    });

    [Fact]
    public void Merge_is_stable_and_lazy()
    {
        IEnumerable<string> merged = Heapq.Merge([["bb", "dddd"], ["xx", "yyyy"], [], ["c", "zz"]], s => s.Length);
        Assert.Equal(["c", "bb", "xx", "zz", "dddd", "yyyy"], merged);
        Assert.Equal([9, 8, 5, 5, 1], Heapq.Merge<int>([[9, 5, 1], [8, 5]], reverse: true));
        Assert.Equal([0, 0, 1], Heapq.Merge<int>([Endless(), Endless()]).Take(3));
    }

    [Fact]
    public void Merge_disposes_its_sources_when_abandoned()
    {
        int disposed = 0;
        IEnumerable<int> Source()
        {
            try { yield return 1; yield return 2; }
            finally { disposed++; }
        }
        using (IEnumerator<int> merged = Heapq.Merge<int>([Source(), Source()]).GetEnumerator()) Assert.True(merged.MoveNext());
        Assert.Equal(2, disposed);
    }

    [Fact]
    public void Popping_an_empty_heap_names_the_argument()
        => Assert.Equal("heap", Assert.Throws<ArgumentException>(() => Heapq.Pop(new List<int>())).ParamName);

    private static IEnumerable<int> Endless()
    {
        for (int i = 0; ; i++) yield return i;
    }

    private static List<int> Apply(byte operation, int value, List<int> heap)
    {
        switch (operation)
        {
            case 0: Heapq.Push(heap, value); return [];
            case 1: return [Heapq.Pop(heap)];
            case 2: return [Heapq.Replace(heap, value)];
            case 3: return [Heapq.PushPop(heap, value)];
            case 4: heap.Reverse(); Heapq.Heapify(heap); return [];
            case 5: return Heapq.NLargest(((value % 10) + 10) % 10, heap);
            case 6: return Heapq.NSmallest(((value % 10) + 10) % 10, heap);
            case 7:
                int half = heap.Count / 2;
                return [.. Heapq.Merge([heap.Take(half).OrderBy(Math.Abs), heap.Skip(half).OrderBy(Math.Abs)], Math.Abs)];
            case 8: heap.Reverse(); Heapq.HeapifyMax(heap); return [];
            case 9: return [Heapq.PopMax(heap)];
            default: return [Heapq.ReplaceMax(heap, value)];
        }
    }

    private static uint Fnv(List<int> values)
    {
        uint hash = 2166136261;
        foreach (int value in values) hash = (hash ^ (uint)value) * 16777619;
        return hash;
    }
}
