using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sorting;

namespace Nabla.Notes.Playground;

/// <summary>Runs the library's own sorts and heaps with an order that notes every comparison and the array at that moment.</summary>
internal static class SortTrace
{
    public const int Most = 40;

    /// <summary>What can be watched: name to the call and the name of the code.</summary>
    private static readonly Dictionary<string, (Action<Item[], Recorder> Run, string Source)> Algorithms = new(StringComparer.Ordinal)
    {
        ["insertion"] = ((items, order) => InsertionSort.Sort(items.AsSpan(), order), "InsertionSort.Sort"),
        ["merge"] = ((items, order) => MergeSort.Sort(items.AsSpan(), order), "MergeSort.Sort"),
        ["intro"] = ((items, order) => IntroSort.Sort(items.AsSpan(), order), "IntroSort.Sort"),
        ["heap"] = ((items, order) => Heap.Sort(items.AsSpan(), order), "Heap.Sort"),
        ["heapify"] = ((items, order) => Heap.Heapify(items.AsSpan(), order), "Heap.Heapify"),
        ["push"] = ((items, order) =>
        {
            Heap.Heapify(items.AsSpan(0, items.Length - 1), default(Quiet));
            Heap.Push(items.AsSpan(), order);
        }, "Heap.Push"),
        ["pop"] = ((items, order) =>
        {
            Heap.Heapify(items.AsSpan(), default(Quiet));
            Heap.Pop(items.AsSpan(), order);
        }, "Heap.Pop"),
    };

    public static TraceReply Run(SortRequest request)
    {
        int[] values = InputException.Check(request.Values, "values", 1, Most, -999, 999);
        if (request.Algorithm is null || !Algorithms.TryGetValue(request.Algorithm, out var chosen))
            throw new InputException($"There is no algorithm '{request.Algorithm}'; there are {string.Join(", ", Algorithms.Keys)}.");
        Item[] items = [.. values.Select((value, i) => new Item(value, i))];
        List<TraceStep> steps = [];
        chosen.Run(items, new(items, steps));
        return new(values, [.. steps], [.. items.Select(item => item.Id)], chosen.Source);
    }

    /// <summary>A value with an identity, so that the reader sees which of two equal values moved.</summary>
    internal readonly record struct Item(int Value, int Id);

    /// <summary>The natural order, noting what happens.</summary>
    private readonly struct Recorder(Item[] array, List<TraceStep> steps) : IComparer<Item>
    {
        public int Compare(Item x, Item y)
        {
            int[] order = new int[array.Length];
            for (int i = 0; i < order.Length; i++) order[i] = array[i].Id;
            int result = x.Value.CompareTo(y.Value);
            steps.Add(new(x.Id, y.Id, result < 0, order));
            return result;
        }
    }

    /// <summary>The natural order alone.</summary>
    private readonly struct Quiet : IComparer<Item>
    {
        public int Compare(Item x, Item y) => x.Value.CompareTo(y.Value);
    }
}
