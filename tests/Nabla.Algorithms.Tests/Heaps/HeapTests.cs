using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Heaps;

public class HeapTests
{
    [Fact]
    public void Heapsort_sorts() => Property.Holds<int[]>(values =>
    {
        int[] sorted = [.. values];
        Heap.Sort<int>(sorted);
        return sorted.SequenceEqual(values.Order());
    });

    [Fact]
    public void Heapsort_places_NaN_first_like_Array_Sort()
    {
        double[] values = [3, double.NaN, -1, double.PositiveInfinity, double.NaN, 0];
        Heap.Sort<double>(values);
        Assert.Equal([double.NaN, double.NaN, -1, 0, 3, double.PositiveInfinity], values);
    }

    [Fact]
    public void Smallest_and_largest_match_a_full_sort() => Property.Holds<int[], int>((values, k) =>
    {
        var destination = new int[Math.Abs(k % 12)];
        int n = Heap.Smallest<int>(values, destination);
        bool small = destination.Take(n).SequenceEqual(values.Order().Take(destination.Length));
        n = Heap.Largest<int>(values, destination);
        return small && destination.Take(n).SequenceEqual(values.OrderDescending().Take(destination.Length));
    });

    [Fact]
    public void Pop_parks_the_minimum_behind_the_heap()
    {
        int[] heap = [4, 1, 3];
        Heap.Heapify<int>(heap);
        Assert.Equal(1, Heap.Pop<int>(heap));
        Assert.Equal([3, 4, 1], heap);
        Assert.True(Heap.IsHeap(heap.AsSpan(0, 2), default(Ascending<int>)));
        Assert.False(Heap.IsHeap(heap, default(Ascending<int>)));
    }

    [Fact]
    public void Span_calls_allocate_nothing()
    {
        var values = Property.Fill(200, i => i * 7919 % 211);
        var destination = new int[10];
        Heap.Sort<int>(values);
        Heap.Smallest<int>(values, destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Heap.Heapify<int>(values);
        Heap.Smallest<int>(values, destination);
        Heap.Sort<int>(values);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Growable_heaps_drain_in_order() => Property.Holds<int[]>(values =>
    {
        var binary = new BinaryHeap<int>();
        var four = new DaryHeap<int, Arity4, Ascending<int>>(default);
        var eight = new DaryHeap<int, Arity8, Reversed<int, Ascending<int>>>(values, default);
        var two = new DaryHeap<int, Arity2, Ascending<int>>(values, default);
        foreach (int value in values)
        {
            binary.Push(value);
            four.Push(value);
        }
        foreach (int value in values.Order())
        {
            if (binary.Peek() != value || binary.Pop() != value || four.Peek() != value || four.Pop() != value || two.Pop() != value) return false;
        }
        foreach (int value in values.OrderDescending())
        {
            if (eight.Pop() != value) return false;
        }
        return binary.Count == 0 && !binary.TryPop(out _);
    });

    [Fact]
    public void Indexed_heap_agrees_with_a_dictionary_under_random_changes()
    {
        var random = new Random(3);
        var heap = new IndexedHeap<int, Ascending<int>>(50, default);
        var model = new Dictionary<int, int>();
        for (int step = 0; step < 5000; step++)
        {
            int key = random.Next(50), priority = random.Next(1000);
            switch (random.Next(4))
            {
                case 0: heap.Set(key, priority); model[key] = priority; break;
                case 1:
                    bool better = !model.TryGetValue(key, out int old) || priority < old;
                    Assert.Equal(better, heap.Decrease(key, priority));
                    if (better) model[key] = priority;
                    break;
                case 2: Assert.Equal(model.Remove(key), heap.Remove(key)); break;
                default:
                    if (model.Count == 0) break;
                    (int popped, int least) = heap.Pop();
                    Assert.Equal(model.Values.Min(), least);
                    Assert.True(model.Remove(popped, out int kept) && kept == least);
                    break;
            }
            Assert.Equal(model.Count, heap.Count);
            Assert.All(model, entry => Assert.Equal(entry.Value, heap[entry.Key]));
        }
        Assert.Throws<KeyNotFoundException>(() => new IndexedHeap<int, Ascending<int>>(1, default)[0]);
        Assert.Throws<ArgumentOutOfRangeException>("key", () => heap.Set(50, 1));
    }

    [Fact]
    public void Lazy_heap_agrees_with_a_dictionary_under_random_changes()
    {
        var random = new Random(4);
        var heap = new LazyHeap<string, int, Ascending<int>>(default);
        var model = new Dictionary<string, int>();
        for (int step = 0; step < 5000; step++)
        {
            string key = $"k{random.Next(40)}";
            int priority = random.Next(1000);
            int action = random.Next(3);
            if (action == 0) { heap.Set(key, priority); model[key] = priority; }
            else if (action == 1) Assert.Equal(model.Remove(key), heap.Remove(key));
            else if (model.Count > 0)
            {
                (string popped, int least) = heap.Pop();
                Assert.Equal(model.Values.Min(), least);
                Assert.True(model.Remove(popped, out int kept) && kept == least);
            }
            Assert.Equal(model.Count, heap.Count);
        }
        Assert.Equal(model.ContainsKey("k1"), heap.TryGet("k1", out _));
    }

    [Fact]
    public void Pairing_heap_agrees_with_a_sorted_list_under_random_changes()
    {
        var random = new Random(5);
        var heap = new PairingHeap<int, Ascending<int>>(default);
        var nodes = new List<PairingHeap<int, Ascending<int>>.Node>();
        for (int step = 0; step < 5000; step++)
        {
            int action = random.Next(6);
            if (action <= 1 || nodes.Count == 0) nodes.Add(heap.Push(random.Next(1000)));
            else if (action == 2)
            {
                PairingHeap<int, Ascending<int>>.Node node = nodes[random.Next(nodes.Count)];
                heap.Decrease(node, node.Value - random.Next(100));
            }
            else if (action == 3)
            {
                PairingHeap<int, Ascending<int>>.Node node = nodes[random.Next(nodes.Count)];
                Assert.True(heap.Remove(node));
                Assert.False(heap.Remove(node));
                nodes.Remove(node);
            }
            else if (action == 4)
            {
                Assert.Equal(nodes.Min(n => n.Value), heap.Peek().Value);
                nodes.Remove(heap.Peek());
                heap.Pop();
            }
            else
            {
                var other = new PairingHeap<int, Ascending<int>>(default);
                nodes.Add(other.Push(random.Next(1000)));
                nodes.Add(other.Push(random.Next(1000)));
                heap.Meld(other);
                Assert.Equal(0, other.Count);
            }
            Assert.Equal(nodes.Count, heap.Count);
        }
        Assert.Throws<ArgumentException>("value", () => heap.Decrease(heap.Push(1), 2));
        Assert.Throws<ArgumentException>("other", () => heap.Meld(heap));
    }
}
