using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

public static partial class Heapq
{
    /// <summary>The n largest values, largest first; equal values keep their order of arrival.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="n">How many; zero or less gives an empty list.</param>
    /// <param name="values">Any sequence, read once.</param>
    /// <returns>As <c>sorted(values, reverse=True)[:n]</c>.</returns>
    [Export("algorithms.heaps.heapq.n_largest")]
    public static List<T> NLargest<T>(int n, IEnumerable<T> values) => NLargest(n, values, static value => value);

    /// <summary>The n values with the largest keys, largest first; equal keys keep their order of arrival.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <param name="n">How many; zero or less gives an empty list.</param>
    /// <param name="values">Any sequence, read once.</param>
    /// <param name="key">The key of a value, called once for each.</param>
    /// <returns>As <c>sorted(values, key=key, reverse=True)[:n]</c>.</returns>
    public static List<T> NLargest<T, TKey>(int n, IEnumerable<T> values, Func<T, TKey> key)
        => Select(n, values, key, default(Reversed<TKey, Ascending<TKey>>));

    /// <summary>The n smallest values, smallest first; equal values keep their order of arrival.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="n">How many; zero or less gives an empty list.</param>
    /// <param name="values">Any sequence, read once.</param>
    /// <returns>As <c>sorted(values)[:n]</c>.</returns>
    [Export("algorithms.heaps.heapq.n_smallest")]
    public static List<T> NSmallest<T>(int n, IEnumerable<T> values) => NSmallest(n, values, static value => value);

    /// <summary>The n values with the smallest keys, smallest first; equal keys keep their order of arrival.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <param name="n">How many; zero or less gives an empty list.</param>
    /// <param name="values">Any sequence, read once.</param>
    /// <param name="key">The key of a value, called once for each.</param>
    /// <returns>As <c>sorted(values, key=key)[:n]</c>.</returns>
    public static List<T> NSmallest<T, TKey>(int n, IEnumerable<T> values, Func<T, TKey> key)
        => Select(n, values, key, default(Ascending<TKey>));

    /// <summary>Merges sorted sequences into one sorted sequence, lazily; equal values come in the order of their sources.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="sources">Sequences sorted ascending (descending when <paramref name="reverse"/>).</param>
    /// <param name="reverse">Largest first.</param>
    /// <returns>A lazy sequence holding one value of each source at a time.</returns>
    [Export("algorithms.heaps.heapq.merge")]
    public static IEnumerable<T> Merge<T>(IEnumerable<IEnumerable<T>> sources, bool reverse = false)
        => Merge(sources, static value => value, reverse);

    /// <summary>Merges sequences sorted by <paramref name="key"/>, lazily; equal keys come in the order of their sources.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <param name="sources">Sequences sorted by key ascending (descending when <paramref name="reverse"/>).</param>
    /// <param name="key">The key of a value, called once for each.</param>
    /// <param name="reverse">Largest key first.</param>
    /// <returns>A lazy sequence holding one value of each source at a time.</returns>
    public static IEnumerable<T> Merge<T, TKey>(IEnumerable<IEnumerable<T>> sources, Func<T, TKey> key, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(key);
        return reverse
            ? MergeBy(sources, key, default(Reversed<TKey, Ascending<TKey>>))
            : MergeBy(sources, key, default(Ascending<TKey>));
    }

    private static IEnumerable<T> MergeBy<T, TKey, TComparer>(IEnumerable<IEnumerable<T>> sources, Func<T, TKey> key, TComparer comparer)
        where TComparer : struct, IComparer<TKey>
    {
        var heads = new List<Head<T, TKey>>();
        try
        {
            var order = new HeadOrder<T, TKey, TComparer>(comparer);
            foreach (IEnumerable<T> source in sources)
            {
                IEnumerator<T> rest = source.GetEnumerator();
                if (rest.MoveNext()) heads.Add(new(key(rest.Current), heads.Count, rest));
                else rest.Dispose();
            }
            Heap.Heapify(CollectionsMarshal.AsSpan(heads), order);
            while (heads.Count > 0)
            {
                Head<T, TKey> head = heads[0];
                yield return head.Rest.Current;
                if (head.Rest.MoveNext())
                {
                    Heap.Replace(CollectionsMarshal.AsSpan(heads), head with { Key = key(head.Rest.Current) }, order);
                }
                else
                {
                    head.Rest.Dispose();
                    Heap.Pop(CollectionsMarshal.AsSpan(heads), order);
                    heads.RemoveAt(heads.Count - 1);
                }
            }
        }
        finally
        {
            foreach (Head<T, TKey> head in heads) head.Rest.Dispose();
        }
    }

    private static List<T> Select<T, TKey, TComparer>(int n, IEnumerable<T> values, Func<T, TKey> key, TComparer comparer)
        where TComparer : struct, IComparer<TKey>
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(key);
        if (n <= 0) return [];
        // The worst of the kept values is on top; of equal keys the latest arrival is the worst.
        var best = new List<Ranked<T, TKey>>();
        var worstFirst = new Reversed<Ranked<T, TKey>, RankedOrder<T, TKey, TComparer>>(new(comparer));
        long arrival = 0;
        foreach (T value in values)
        {
            TKey rank = key(value);
            if (best.Count < n) Push(best, new(rank, arrival, value), worstFirst);
            else if (Order.Less(rank, best[0].Key, comparer)) Heap.Replace(CollectionsMarshal.AsSpan(best), new(rank, arrival, value), worstFirst);
            arrival++;
        }
        Heap.Sort(CollectionsMarshal.AsSpan(best), new RankedOrder<T, TKey, TComparer>(comparer));
        return best.ConvertAll(static ranked => ranked.Value);
    }

    private readonly record struct Head<T, TKey>(TKey Key, int Source, IEnumerator<T> Rest);

    private readonly record struct Ranked<T, TKey>(TKey Key, long Arrival, T Value);

    private readonly struct HeadOrder<T, TKey, TComparer>(TComparer keys) : IComparer<Head<T, TKey>>
        where TComparer : struct, IComparer<TKey>
    {
        public int Compare(Head<T, TKey> x, Head<T, TKey> y)
        {
            int byKey = keys.Compare(x.Key, y.Key);
            return byKey != 0 ? byKey : x.Source - y.Source;
        }
    }

    private readonly struct RankedOrder<T, TKey, TComparer>(TComparer keys) : IComparer<Ranked<T, TKey>>
        where TComparer : struct, IComparer<TKey>
    {
        public int Compare(Ranked<T, TKey> x, Ranked<T, TKey> y)
        {
            int byKey = keys.Compare(x.Key, y.Key);
            return byKey != 0 ? byKey : x.Arrival.CompareTo(y.Arrival);
        }
    }
}
