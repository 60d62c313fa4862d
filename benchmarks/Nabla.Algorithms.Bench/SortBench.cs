using Nabla.Algorithms.Sorting;
using Sorter = Nabla.Algorithms.Sorting.Sorting;

namespace Nabla.Algorithms.Bench;

/// <summary>Keys alone, keys with payload, and the input orders that trip quicksorts.</summary>
internal static class SortBench
{
    public static void Keys<T>(string name, int[] sizes, Func<Random, T> make, Peers? peers, Curve? curve = null)
        where T : unmanaged
    {
        Table.Heading($"Sorting.Sort of {name} against Array.Sort, random keys");
        foreach (int n in sizes)
        {
            T[] source = Fill(n, make);
            double ours = Time(source, Sort);
            (string Peer, double Milliseconds)[] all = [("Array.Sort", Time(source, Array.Sort)), .. peers?.Measure($"sort-{name}", n) ?? []];
            Table.Row($"{name} {n}", ours, all);
            curve?.Add("Sorting.Sort", n, ours);
            foreach ((string peer, double time) in all) curve?.Add(peer, n, time);
        }
        static void Sort(T[] values) => Sorter.Sort<T>(values);
    }

    public static void Methods(int[] sizes)
    {
        Table.Heading("int32 keys by method, random keys");
        foreach (int n in sizes)
        {
            int[] source = Fill(n, r => r.Next(int.MinValue, int.MaxValue));
            Table.Row($"n = {n}", Time(source, v => Sorter.Sort<int>(v)),
                ("LSD radix", Time(source, v => RadixSort.Sort<int>(v))),
                ("American flag", Time(source, v => RadixSort.SortInPlace<int>(v))),
                ("introsort", Time(source, v => IntroSort.Sort<int>(v))),
                ("merge sort", Time(source, v => MergeSort.Sort<int>(v))));
        }
    }

    public static void Orders(int[] sizes)
    {
        Table.Heading("Sorting.Sort of int32 against Array.Sort, other input orders");
        foreach (int n in sizes)
        {
            foreach ((string order, Func<int, int> make) in ((string, Func<int, int>)[])[("sorted", i => i), ("reversed", i => -i), ("equal", _ => 7), ("four values", i => (i * 7919) % 4), ("organ pipe", i => Math.Min(i, n - i)), ("saw", i => i % 100)])
            {
                int[] source = [.. Enumerable.Range(0, n).Select(make)];
                Table.Row($"{order} {n}", Time(source, v => Sorter.Sort<int>(v), shuffle: false), ("Array.Sort", Time(source, Array.Sort, shuffle: false)));
            }
        }
    }

    public static void Payload(int[] sizes)
    {
        Table.Heading("stable LSD radix with payload against Array.Sort(keys, items)");
        foreach (int n in sizes)
        {
            Pairs("int32 + int32", n, r => r.Next(int.MinValue, int.MaxValue));
            Pairs("float + int32", n, r => r.NextSingle() - 0.5f);
            Pairs("int64 + int32", n, r => r.NextInt64());
        }
    }

    private static void Pairs<T>(string name, int n, Func<Random, T> make)
        where T : unmanaged
    {
        T[] source = Fill(n, make);
        var items = new int[n];
        int[] order = new int[n];
        double ours = Time(source, v => RadixSort.Sort<T, int>(v, items)), net = Time(source, v => Array.Sort(v, items));
        Table.Row($"{name} {n}", ours, ("Array.Sort", net));
        Table.Row($"argsort {name} {n}", Time(source, v => RadixSort.ArgSort<T>(v, order)), ("Array.Sort", net));
    }

    public static T[] Fill<T>(int n, Func<Random, T> make)
    {
        var random = new Random(1);
        var values = new T[n];
        for (int i = 0; i < n; i++) values[i] = make(random);
        return values;
    }

    /// <summary>Median time of a sort; short inputs are shuffled copies of the source, so that branch predictors cannot learn one input by heart.</summary>
    public static double Time<T>(T[] source, Action<T[]> sort, bool shuffle = true)
    {
        int n = source.Length, batch = Math.Max(1, 50_000 / n);
        T[][] copies = [.. Enumerable.Range(0, batch).Select(_ => new T[n])];
        var random = new Random(2);
        T[][] sources = [.. Enumerable.Range(0, shuffle ? batch : 1).Select(_ => Shuffled(source, shuffle && batch > 1 ? random : null))];
        Timing.Warm(() =>
        {
            sources[0].CopyTo(copies[0], 0);
            sort(copies[0]);
        });
        return Timing.Median(i => sources[i % sources.Length].CopyTo(copies[i], 0), i => sort(copies[i]), batch);
    }

    private static T[] Shuffled<T>(T[] source, Random? random)
    {
        T[] copy = [.. source];
        random?.Shuffle(copy);
        return copy;
    }
}
