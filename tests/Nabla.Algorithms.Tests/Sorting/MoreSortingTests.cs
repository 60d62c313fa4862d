using System.Text;
using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sorting;
using Nabla.Algorithms.Tests.Support;
using Sorter = Nabla.Algorithms.Sorting.Sorting;

namespace Nabla.Algorithms.Tests.Sorting;

public class MoreSortingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(20_000)]
    public void Strings_sort_in_ordinal_order(int n)
    {
        var random = new Random(n);
        string?[] values = Property.Fill(n, i => (i % 7) switch
        {
            0 => null,
            1 => "",
            2 => new string('a', random.Next(40)),
            3 => "http://example.org/" + random.Next(100),
            4 => ((char)random.Next(0x10000)).ToString() + i,
            _ => random.Next().ToString(),
        });
        byte[]?[] bytes = [.. values.Select(v => v is null ? null : Encoding.UTF8.GetBytes(v))];
        ReadOnlyMemory<byte>[] memories = [.. bytes.Select(b => (ReadOnlyMemory<byte>)(b ?? []))];
        string?[] expected = [.. values.Order(StringComparer.Ordinal)];
        StringSort.Sort(values);
        Assert.Equal(expected, values);
        var byBytes = Comparer<byte[]?>.Create((x, y) => x is null || y is null ? (x is null ? 0 : 1) - (y is null ? 0 : 1) : x.AsSpan().SequenceCompareTo(y));
        byte[]?[] expectedBytes = [.. bytes.Order(byBytes)];
        StringSort.Sort(bytes.AsSpan());
        Assert.Equal(expectedBytes, bytes);
        StringSort.Sort(memories);
        Assert.Equal(expectedBytes.Select(b => b ?? []), memories.Select(m => m.ToArray()));
    }

    [Fact]
    public void Strings_with_long_common_beginnings_need_no_deep_stack()
    {
        string[] values = Property.Fill(3000, i => new string('x', 3000 - i));
        StringSort.Sort(values!);
        Assert.Equal(Enumerable.Range(1, 3000), values.Select(v => v.Length));
    }

    [Fact]
    public void Records_sort_by_their_key_bytes_stably() => Property.Holds<byte[]>(seed =>
    {
        byte[] records = seed[..(seed.Length / 5 * 5)];
        for (int i = 0; i < records.Length; i += 5) records[i + 1] &= 1;
        byte[][] expected = [.. records.Chunk(5).OrderBy(r => r[1]).ThenBy(r => r[2])];
        StringSort.SortRecords(records, 5, 1, 2);
        return records.SequenceEqual(expected.SelectMany(r => r));
    });

    [Fact]
    public void Selection_and_partial_sort_agree_with_a_full_sort()
    {
        foreach (int n in (int[])[1, 2, 24, 25, 1000, 5000])
        {
            foreach (int[] values in Property.Patterns(n))
            {
                int[] sorted = [.. values.Order()];
                foreach (int k in (int[])[0, n / 3, n - 1])
                {
                    int[] copy = [.. values];
                    Assert.Equal(sorted[k], Sorter.Select<int>(copy, k));
                    Assert.True(copy.Take(k).All(v => v <= copy[k]) && copy.Skip(k).All(v => v >= copy[k]));
                    copy = [.. values];
                    Sorter.PartialSort<int>(copy, k);
                    Assert.Equal(sorted.Take(k), copy.Take(k));
                    Assert.Equal(sorted, copy.Order());
                    Sorter.PartialSort(copy, k, default(Reversed<int, Ascending<int>>));
                    Assert.Equal(sorted.Reverse().Take(k), copy.Take(k));
                }
            }
        }
        float[] withNaN = [float.NaN, 2, -float.NaN, 1];
        Sorter.PartialSort<float>(withNaN, 2);
        Assert.Equal([1, 2], withNaN.Take(2));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => Sorter.Select<int>([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => Sorter.PartialSort<int>([1], 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Parallel_sort_with_items_is_stable_at_any_thread_count(int threads)
    {
        foreach (int[] values in Property.Patterns(200_003))
        {
            Pairs(values, threads);
            Pairs([.. values.Select(v => (byte)v)], threads);
            Pairs([.. values.Select((v, i) => i % 1000 == 7 ? double.NaN : v * -0.5)], threads);
        }
        Assert.Throws<ArgumentException>("items", () => ParallelSort.Sort<int, int>(new int[3], new int[2]));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(threads), () => ParallelSort.Sort<int, int>(new int[3], new int[3], -1));

        static void Pairs<T>(T[] keys, int threads)
            where T : unmanaged
        {
            T[] expected = [.. keys], sorted = [.. keys];
            int[] expectedItems = [.. Enumerable.Range(0, keys.Length)], items = [.. expectedItems];
            RadixSort.Sort(expected.AsSpan(), expectedItems.AsSpan());
            ParallelSort.Sort<T, int>(sorted, items, threads);
            Assert.True(expectedItems.AsSpan().SequenceEqual(items));
            Assert.True(expected.AsSpan().SequenceEqual(sorted, EqualityComparer<T>.Default));
        }
    }

    [Fact]
    public void Radix_sort_is_stable_when_high_digits_say_much_or_little()
    {
        // Digits that look as if they separated the keys but repeat each other, long groups with equal high digits, low digits alone, and all digits.
        var random = new Random(3);
        Check(Property.Fill(30_000, _ => ((ulong)random.Next(200) * 0x0101010100000000) | (uint)random.Next()));
        Check(Property.Fill(30_000, i => ((ulong)(uint)(i % 5) << 60) | (ulong)random.NextInt64(1 << 20)));
        Check(Property.Fill(30_000, i => ((ulong)(uint)(i % 3) << 60) | (uint)(i % 7)));
        Check(Property.Fill(30_000, _ => (ulong)random.NextInt64()));
        Check(Property.Fill(30_000, _ => (ulong)random.Next(300)));

        static void Check(ulong[] keys)
        {
            int[] order = [.. Enumerable.Range(0, keys.Length).OrderBy(i => keys[i])], found = new int[keys.Length];
            RadixSort.ArgSort<ulong>(keys, found);
            Assert.Equal(order, found);
            UInt128[] wide = [.. keys.Select(k => (UInt128)k << 50)];
            RadixSort.ArgSort<UInt128>(wide, found);
            Assert.Equal(order, found);
            double[] reals = [.. keys.Select(k => (k >> 11) * Math.Pow(2, -53))];
            int[] realOrder = [.. Enumerable.Range(0, keys.Length).OrderBy(i => reals[i])];
            RadixSort.ArgSort<double>(reals, found);
            Assert.Equal(realOrder, found);
        }
    }

    [Fact]
    public void Selection_orders_every_key_type_and_keeps_NaN_last()
    {
        var random = new Random(9);
        Check(Property.Fill(20_000, _ => random.NextSingle() - 0.5f));
        Check(Property.Fill(20_000, i => i % 50 == 0 ? double.NaN : random.NextDouble() - 0.5));
        Check(Property.Fill(20_000, _ => (uint)random.NextInt64()));
        Check(Property.Fill(20_000, _ => random.NextInt64() - (long.MaxValue / 2)));
        Check(Property.Fill(20_000, _ => (ulong)random.NextInt64() * 2));
        Check(Property.Fill(20_000, _ => (short)random.Next()));

        static void Check<T>(T[] values)
            where T : unmanaged
        {
            T[] sorted = [.. values];
            Sorter.Sort<T>(sorted);
            foreach (int k in (int[])[0, 1, 9_999, 19_700, 19_999])
            {
                T[] copy = [.. values];
                Assert.Equal(sorted[k], Sorter.Select<T>(copy, k));
                T[] front = [.. copy.Take(k)];
                Sorter.Sort<T>(front);
                Sorter.Sort<T>(copy);
                Assert.Equal(sorted.Take(k), front);
                Assert.Equal(sorted, copy);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Parallel_sorts_agree_with_sequential_ones_at_any_thread_count(int threads)
    {
        foreach (int[] values in Property.Patterns(300_001))
        {
            int[] expected = [.. values];
            Array.Sort(expected);
            Parallel(values, expected, x => x, threads);
            Parallel(values, expected, x => x / 4.0, threads);
            (int Key, int Tag)[] pairs = [.. values.Select((v, i) => (v & 7, i))];
            (int Key, int Tag)[] stable = [.. pairs.OrderBy(p => p.Key)];
            ParallelSort.Stable(pairs.AsMemory(), new ComparisonOrder<(int Key, int Tag)>((x, y) => x.Key.CompareTo(y.Key)), threads);
            Assert.True(pairs.AsSpan().SequenceEqual(stable));
        }
        string[] text = Property.Fill(100_000, i => (i * 7919 % 100_003).ToString());
        string[] sorted = [.. text.Order()];
        ParallelSort.Sort<string>(text, threads);
        Assert.Equal(sorted, text);
    }

    [Theory]
    [InlineData(1 << 16, 3)]
    [InlineData(1 << 20, 128)]
    public void A_file_larger_than_memory_is_sorted_by_runs_and_merges(int memory, int fanIn)
    {
        using var folder = new Folder();
        var random = new Random(1);
        double[] values = Property.Fill(100_000, i => i % 997 == 0 ? double.NaN : random.NextDouble());
        string file = folder.Write("values", System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        var seen = new List<ExternalSortProgress>();
        ExternalSort.Sort<double>(file, folder.At("sorted"), new() { MemoryBytes = memory, FanIn = fanIn, Progress = new Direct(seen.Add) }, TestContext.Current.CancellationToken);
        Sorter.Sort<double>(values);
        Assert.Equal(values, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(folder.At("sorted"))).ToArray());
        Assert.Equal(["sorted", "values"], folder.Names());
        Assert.Equal(100_000, seen[^1].Records);
        Assert.Contains(seen, p => p.Phase == "runs");
        Assert.Equal(fanIn == 3, seen.Any(p => p.Pass > 1));
    }

    [Fact]
    public void A_file_may_be_sorted_onto_itself_stably_under_any_order()
    {
        using var folder = new Folder();
        (int Key, int Tag)[] values = Property.Fill(50_000, i => (i * 7919 % 10, i));
        string file = folder.Write("values", System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        ExternalSort.Sort<(int Key, int Tag), ComparisonOrder<(int Key, int Tag)>>(file, file, new((x, y) => x.Key.CompareTo(y.Key)), new() { MemoryBytes = 1 << 16 }, TestContext.Current.CancellationToken);
        Assert.Equal(values.OrderBy(v => v.Key), System.Runtime.InteropServices.MemoryMarshal.Cast<byte, (int, int)>(File.ReadAllBytes(file)).ToArray());
    }

    [Fact]
    public void Lines_sort_by_bytes()
    {
        using var folder = new Folder();
        string[] lines = Property.Fill(20_000, i => i % 50 == 0 ? "" : $"{i * 7919 % 10_007}é{i % 3}");
        string file = folder.Write("lines", Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        ExternalSort.SortLines(file, folder.At("sorted"), new() { MemoryBytes = 1 << 17, FanIn = 4 }, TestContext.Current.CancellationToken);
        Assert.Equal(lines.Order(StringComparer.Ordinal), File.ReadAllLines(folder.At("sorted")));
    }

    [Fact]
    public void A_cancelled_or_failed_sort_leaves_source_and_destination_alone()
    {
        using var folder = new Folder();
        string file = folder.Write("values", new byte[400_001]), target = folder.Write("target", [1, 2, 3]);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ExternalSort.Sort<byte>(file, target, cancellation: source.Token));
        Assert.Throws<InvalidDataException>(() => ExternalSort.Sort<int>(file, target));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(target));
        Assert.Equal(["target", "values"], folder.Names());
    }

    [Fact]
    public void Runs_left_by_a_crash_are_removed_by_the_next_sort()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.At(".sorted.runs-dead"));
        folder.Write(".sorted.runs-dead/lock", []);
        folder.Write(".sorted.runs-dead/0", [1, 2]);
        ExternalSort.Sort<byte>(folder.Write("values", [3, 1, 2]), folder.At("sorted"), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["sorted", "values"], folder.Names());
        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder.At("sorted")));
    }

    private static void Parallel<T>(int[] values, int[] expected, Func<int, T> make, int threads)
    {
        T[] keys = [.. values.Select(make)];
        ParallelSort.Sort<T>(keys, threads);
        Assert.True(keys.AsSpan().SequenceEqual(expected.Select(make).ToArray(), EqualityComparer<T>.Default));
    }

    private sealed class Direct(Action<ExternalSortProgress> report) : IProgress<ExternalSortProgress>
    {
        public void Report(ExternalSortProgress value) => report(value);
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("nabla-sort").FullName;

        public string At(string name) => Path.Combine(_path, name);

        public string Write(string name, byte[] bytes)
        {
            File.WriteAllBytes(At(name), bytes);
            return At(name);
        }

        public string[] Names() => [.. Directory.EnumerateFileSystemEntries(_path).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
