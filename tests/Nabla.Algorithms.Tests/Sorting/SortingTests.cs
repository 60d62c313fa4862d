using System.Numerics;
using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sorting;
using Nabla.Algorithms.Tests.Support;
using Sorter = Nabla.Algorithms.Sorting.Sorting;

namespace Nabla.Algorithms.Tests.Sorting;

public class SortingTests
{
    private static readonly int[] Sizes = [.. Enumerable.Range(0, 140), 191, 255, 256, 257, 511, 1000, 1023, 4096, 20_011];

    private static readonly int[] FewSizes = [0, 1, 2, 3, 7, 8, 31, 47, 48, 49, 64, 65, 127, 257, 1000, 5000];

    private delegate void SpanSort<T>(Span<T> values);

    [Fact]
    public void Sort_of_int_matches_Array_Sort_on_every_pattern_and_size() => Matches<int>(Sorter.Sort, x => x);

    [Fact]
    public void Sort_of_uint_matches_Array_Sort() => Matches<uint>(Sorter.Sort, x => (uint)x);

    [Fact]
    public void Sort_of_long_matches_Array_Sort() => Matches<long>(Sorter.Sort, x => ((long)x << 31) ^ x);

    [Fact]
    public void Sort_of_ulong_matches_Array_Sort() => Matches<ulong>(Sorter.Sort, x => (ulong)x * 0x9E3779B97F4A7C15ul);

    [Fact]
    public void Sort_of_float_matches_Array_Sort() => Matches<float>(Sorter.Sort, x => x == 7 ? float.NegativeInfinity : x / 3f);

    [Fact]
    public void Sort_of_double_matches_Array_Sort() => Matches<double>(Sorter.Sort, x => x == 7 ? double.PositiveInfinity : x / 3.0);

    [Fact]
    public void Sort_of_the_narrow_and_wide_types_matches_Array_Sort()
    {
        Matches<byte>(Sorter.Sort, x => (byte)x, FewSizes);
        Matches<sbyte>(Sorter.Sort, x => (sbyte)x, FewSizes);
        Matches<short>(Sorter.Sort, x => (short)x, FewSizes);
        Matches<ushort>(Sorter.Sort, x => (ushort)x, FewSizes);
        Matches<char>(Sorter.Sort, x => (char)x, FewSizes);
        Matches<Half>(Sorter.Sort, x => (Half)(x % 1000), FewSizes);
        Matches<nint>(Sorter.Sort, x => x, FewSizes);
        Matches<nuint>(Sorter.Sort, x => (nuint)(uint)x, FewSizes);
        Matches<Int128>(Sorter.Sort, x => (Int128)x << 70, FewSizes);
        Matches<UInt128>(Sorter.Sort, x => (UInt128)(uint)x << 70, FewSizes);
        Matches<decimal>(Sorter.Sort, x => x / 7m, FewSizes);
    }

    [Fact]
    public void Radix_sorts_match_Array_Sort_for_every_type()
    {
        Radix<int>(x => x);
        Radix<uint>(x => (uint)x);
        Radix<long>(x => (long)x * x * Math.Sign(x));
        Radix<ulong>(x => (ulong)x);
        Radix<byte>(x => (byte)x);
        Radix<sbyte>(x => (sbyte)x);
        Radix<short>(x => (short)x);
        Radix<ushort>(x => (ushort)x);
        Radix<char>(x => (char)x);
        Radix<nint>(x => x);
        Radix<nuint>(x => (nuint)(uint)x);
        Radix<Int128>(x => (Int128)x << 90);
        Radix<UInt128>(x => (UInt128)(uint)x << 90);
        Radix<float>(x => x / 3f);
        Radix<double>(x => x / 3.0);
        Radix<Half>(x => (Half)(x % 1000));
        Assert.Throws<NotSupportedException>(() => RadixSort.Sort<decimal>(new decimal[99]));
        Assert.Throws<NotSupportedException>(() => RadixSort.SortInPlace<decimal>(new decimal[99]));
    }

    [Fact]
    public void Baselines_match_Array_Sort()
    {
        Matches<int>(IntroSort.Sort, x => x);
        Matches<int>(MergeSort.Sort, x => x);
        Matches<double>(BucketSort.SortUniform, x => x);
        Matches<int>(values => BucketSort.SortSampled(values, default(Ascending<int>)), x => x);
        Matches<string>(IntroSort.Sort, x => (x % 100).ToString());
        Matches<int>(Heap.Sort, x => x);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(300)]
    [InlineData(40_000)]
    public void Floats_are_ordered_with_signed_zeros_apart_and_every_NaN_last(int n)
    {
        float[] special = [float.NaN, -float.NaN, 0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon, BitConverter.Int32BitsToSingle(0x7F800001)];
        float[] values = Property.Fill(n, i => i % 3 == 0 ? special[i / 3 % special.Length] : (i * 7919 % 1000) - 500f);
        int[] expected = [.. values.OrderBy(v => float.IsNaN(v) ? 1 : 0).ThenBy(v => v).ThenBy(v => float.IsNegative(v) ? 0 : 1).Where(v => !float.IsNaN(v)).Select(BitConverter.SingleToInt32Bits)];
        double[] wide = [.. values.Select(v => (double)v)];
        foreach (SpanSort<float> sort in (SpanSort<float>[])[Sorter.Sort, RadixSort.Sort, RadixSort.SortInPlace])
        {
            float[] sorted = [.. values];
            sort(sorted);
            Assert.Equal(expected, sorted.Take(expected.Length).Select(BitConverter.SingleToInt32Bits));
            Assert.All(sorted.Skip(expected.Length), v => Assert.True(float.IsNaN(v)));
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits).Order(), sorted.Select(BitConverter.SingleToInt32Bits).Order());
        }
        Sorter.Sort<double>(wide);
        Assert.Equal(expected.Select(BitConverter.Int32BitsToSingle).Select(v => (double)v), wide.Take(expected.Length));
        Assert.All(wide.Skip(expected.Length), v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void Radix_and_merge_sort_are_stable() => Property.Holds<int[]>(seed =>
    {
        int n = seed.Length * 7;
        int[] keys = Property.Fill(n, i => seed[i % seed.Length] % 5), items = Property.Fill(n, i => i);
        int[] order = [.. items.OrderBy(i => keys[i])];
        int[] radixKeys = [.. keys], radixItems = [.. items], argsort = new int[n], counted = new int[n], countedKeys = new int[n], countedItems = new int[n];
        RadixSort.Sort<int, int>(radixKeys, radixItems);
        RadixSort.ArgSort<int>(keys, argsort);
        CountingSort.ArgSort<int>(keys, counted);
        CountingSort.Sort<int, int>(keys, items, countedKeys, countedItems);
        (int Key, int Item)[] pairs = [.. keys.Zip(items)];
        MergeSort.Sort(pairs, new ComparisonOrder<(int Key, int Item)>((x, y) => x.Key.CompareTo(y.Key)));
        return radixItems.SequenceEqual(order) && argsort.SequenceEqual(order) && counted.SequenceEqual(order) && countedItems.SequenceEqual(order)
            && radixKeys.SequenceEqual(keys.Order()) && countedKeys.SequenceEqual(keys.Order()) && pairs.Select(p => p.Item).SequenceEqual(order);
    });

    [Fact]
    public void Payloads_may_be_references()
    {
        double[] keys = [3, -1, double.NaN, 2];
        string[] items = ["c", "a", "nan", "b"];
        Sorter.Sort(keys.AsSpan(), items.AsSpan());
        Assert.Equal(["a", "b", "c", "nan"], items);
        Assert.Equal([1, 2, 0], Sorter.ArgSort<float>([5, 1, 2]));
    }

    [Fact]
    public void Counting_sort_takes_negatives_and_refuses_wide_ranges()
    {
        int[] values = [3, -2, 0, -2, 7];
        CountingSort.Sort<int>(values);
        Assert.Equal([-2, -2, 0, 3, 7], values);
        sbyte[] narrow = [127, -128, 0];
        CountingSort.Sort<sbyte>(narrow);
        Assert.Equal([-128, 0, 127], narrow);
        ulong[] high = [ulong.MaxValue, ulong.MaxValue - 3];
        CountingSort.Sort<ulong>(high);
        Assert.Equal([ulong.MaxValue - 3, ulong.MaxValue], high);
        Assert.Throws<ArgumentException>("values", () => CountingSort.Sort<int>([int.MinValue, int.MaxValue]));
        Assert.Throws<ArgumentException>("values", () => CountingSort.Sort<ulong>([0, ulong.MaxValue]));
        Assert.Throws<ArgumentException>("values", () => CountingSort.Sort<Int128>([Int128.MinValue, Int128.MaxValue]));
    }

    [Fact]
    public void Wrong_lengths_name_the_argument()
    {
        Assert.Throws<ArgumentException>("items", () => RadixSort.Sort<int, int>(new int[3], new int[2]));
        Assert.Throws<ArgumentException>("scratch", () => RadixSort.Sort<int>(new int[3], new int[2]));
        Assert.Throws<ArgumentException>("order", () => RadixSort.ArgSort<int>(new int[3], new int[2]));
        Assert.Throws<ArgumentException>("scratch", () => MergeSort.Sort(new int[30], new int[2], default(Ascending<int>)));
    }

    [Fact]
    public void Span_sorts_allocate_nothing()
    {
        int[] values = Property.Fill(5000, i => i * 7919 % 4999), items = new int[5000], scratch = new int[5000], itemScratch = new int[5000];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            Sorter.Sort<int>(values);
            RadixSort.SortInPlace<int>(values);
            RadixSort.Sort<int>(values, scratch);
            RadixSort.Sort(values, items, scratch, itemScratch);
            IntroSort.Sort<int>(values);
            MergeSort.Sort(values, scratch, default(Ascending<int>));
        }
    }

    private static void Radix<T>(Func<int, T> make)
        where T : unmanaged, INumber<T>
    {
        Matches<T>(RadixSort.Sort, make, FewSizes);
        Matches<T>(RadixSort.SortInPlace, make, FewSizes);
        Matches<T>(values =>
        {
            T[] copy = values.ToArray();
            var order = new int[copy.Length];
            RadixSort.ArgSort<T>(copy, order);
            for (int i = 0; i < order.Length; i++) values[i] = copy[order[i]];
        }, make, FewSizes);
    }

    private static void Matches<T>(SpanSort<T> sort, Func<int, T> make, int[]? sizes = null)
    {
        foreach (int n in sizes ?? Sizes)
        {
            foreach (int[] pattern in Property.Patterns(n))
            {
                T[] values = [.. pattern.Select(make)], expected = [.. values];
                Array.Sort(expected);
                sort(values);
                if (!values.AsSpan().SequenceEqual(expected, EqualityComparer<T>.Default)) Assert.Equal(expected, values);
            }
        }
    }
}
