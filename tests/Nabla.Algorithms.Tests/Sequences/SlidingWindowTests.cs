using System.Numerics;
using Nabla.Algorithms.Sequences;
using Nabla.Algorithms.Tests.Support;

namespace Nabla.Algorithms.Tests.Sequences;

public class SlidingWindowTests
{
    private static readonly (int Count, int Size)[] Shapes =
        [(1, 1), (2, 1), (2, 2), (5, 3), (67, 2), (67, 3), (67, 67), (100, 7), (300, 64), (2000, 33), (5000, 256), (5000, 257), (5000, 288), (5000, 320), (5000, 511), (5000, 512), (9000, 513), (9000, 2500), (9000, 9000)];

    private delegate void Slide<T, TResult>(ReadOnlySpan<T> values, int size, Span<TResult> results);

    [Fact]
    public void Maxima_of_the_worked_examples()
    {
        var maxima = new int[6];
        SlidingWindow.Max<int>([1, 3, -1, -3, 5, 3, 6, 7], 3, maxima);
        Assert.Equal([3, 3, 5, 5, 6, 7], maxima);
        SlidingWindow.Max<int>([1], 1, maxima.AsSpan(0, 1));
        Assert.Equal(1, maxima[0]);
    }

    [Fact]
    public void Every_window_function_matches_brute_force_for_float() => Check(r => (float)r.Next(-50, 50));

    [Fact]
    public void Every_window_function_matches_brute_force_for_double() => Check(r => (double)r.Next(-50, 50));

    [Fact]
    public void Maxima_and_sums_match_brute_force_for_integers()
    {
        foreach ((int count, int size) in Shapes)
        {
            var random = new Random(count + size);
            int[] values = Property.Fill(count, _ => random.Next(int.MinValue / 9999, int.MaxValue / 9999));
            Same(SlidingWindow.Max, values, size, w => w.Max());
            Same(SlidingWindow.MaxByScans, values, size, w => w.Max());
            Same(SlidingWindow.Min, values, size, w => w.Min());
            Same(SlidingWindow.Sum, values, size, w => w.Sum());
            byte[] bytes = Property.Fill(count, _ => (byte)random.Next(256));
            Same(SlidingWindow.Max, bytes, size, w => w.Max());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(700)]
    public void A_window_with_NaN_is_NaN_and_the_others_are_not(int size)
    {
        double[] values = Property.Fill(3000, i => i % 1000 == 999 ? double.NaN : i % 17);
        double[] expected = Property.Fill(3000 - size + 1, i => values.Skip(i).Take(size).Any(double.IsNaN) ? double.NaN : values.Skip(i).Take(size).Max());
        var results = new double[expected.Length];
        SlidingWindow.Max<double>(values, size, results);
        Assert.Equal(expected, results);
        SlidingWindow.MaxByScans<double>(values, size, results);
        Assert.Equal(expected, results);
        SlidingWindow.Median<double>(values, size, results);
        Assert.Equal(expected.Select(double.IsNaN), results.Select(double.IsNaN));
        var positions = new int[expected.Length];
        SlidingWindow.ArgMax<double>(values, size, positions);
        Assert.Equal(expected, positions.Select(p => values[p]));
    }

    [Fact]
    public void Sums_do_not_drift()
    {
        float[] values = Property.Fill(100_000, i => i == 50 ? 1e20f : 0.1f);
        var sums = new float[values.Length - 99];
        SlidingWindow.Sum<float>(values, 100, sums);
        Assert.InRange(sums[^1], 9.9999f, 10.0001f);
        var stream = new SlidingSum<float>(100);
        foreach (float value in values) stream.Push(value);
        Assert.InRange(stream.Current, 9.9999f, 10.0001f);
    }

    [Fact]
    public void Streams_agree_with_the_whole() => Property.Holds<int[], int>((values, size) =>
    {
        size = (Math.Abs(size) % 9) + 1;
        var maximum = new SlidingMaximum<int>(size);
        var minimum = new SlidingMinimum<int>(size);
        var sum = new SlidingSum<int>(size);
        var median = new SlidingMedian<double>(size);
        for (int i = 0; i < values.Length; i++)
        {
            int[] window = values[Math.Max(0, i - size + 1)..(i + 1)];
            median.Push(values[i]);
            if (maximum.Push(values[i]) != window.Max() || minimum.Push(values[i]) != window.Min() || sum.Push(values[i]) != window.Sum()) return false;
            if (values[(int)maximum.Position] != window.Max() || maximum.IsFull != (i + 1 >= size) || median.Current != Median([.. window.Select(v => (double)v)])) return false;
        }
        return true;
    });

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(7, 9, 3, 2)]
    [InlineData(20, 33, 8, 5)]
    [InlineData(20, 33, 20, 33)]
    [InlineData(40, 700, 1, 600)]
    public void Matrix_windows_match_brute_force(int rows, int columns, int windowRows, int windowColumns)
    {
        var random = new Random(rows);
        float[] values = Property.Fill(rows * columns, _ => (float)random.Next(1000));
        int height = rows - windowRows + 1, width = columns - windowColumns + 1;
        float[] maxima = new float[height * width], minima = new float[height * width];
        SlidingWindow.Max2D<float>(values, columns, windowRows, windowColumns, maxima);
        SlidingWindow.Min2D<float>(values, columns, windowRows, windowColumns, minima);
        for (int i = 0; i < maxima.Length; i++)
        {
            int row = i / width, column = i % width;
            IEnumerable<float> window = Enumerable.Range(row, windowRows).SelectMany(r => values.Skip((r * columns) + column).Take(windowColumns));
            Assert.Equal((window.Max(), window.Min()), (maxima[i], minima[i]));
        }
    }

    [Fact]
    public void Wrong_sizes_name_the_argument()
    {
        Assert.Throws<ArgumentOutOfRangeException>("size", () => SlidingWindow.Max<int>(new int[3], 0, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => SlidingWindow.Max<int>(new int[3], 4, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("maxima", () => SlidingWindow.Max<int>(new int[3], 2, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("windowRows", () => SlidingWindow.Max2D<int>(new int[6], 3, 3, 1, new int[3]));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new SlidingMaximum<int>(0));
    }

    private static void Check<T>(Func<Random, T> make)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((int count, int size) in Shapes)
        {
            var random = new Random(count + size);
            T[] values = Property.Fill(count, _ => make(random));
            Same(SlidingWindow.Max, values, size, w => w.Max());
            Same(SlidingWindow.MaxByScans, values, size, w => w.Max());
            Same(SlidingWindow.Min, values, size, w => w.Min());
            // Small integers add up exactly in any order.
            Same(SlidingWindow.Sum, values, size, w => w.Aggregate(T.Zero, (a, b) => a + b));
            Same(SlidingWindow.Mean, values, size, w => w.Aggregate(T.Zero, (a, b) => a + b) / T.CreateChecked(size));
            Same(SlidingWindow.Median, values, size, Median);
            Same<T, int>(SlidingWindow.ArgMax, values, size, (w, at) => at + Array.IndexOf(w, w.Max()));
            Same<T, int>(SlidingWindow.ArgMin, values, size, (w, at) => at + Array.IndexOf(w, w.Min()));
        }
    }

    private static T Median<T>(T[] window)
        where T : IFloatingPointIeee754<T>
    {
        T[] sorted = [.. window.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / T.CreateChecked(2);
    }

    private static void Same<T>(Slide<T, T> slide, T[] values, int size, Func<T[], T> reference) => Same<T, T>(slide, values, size, (w, _) => reference(w));

    private static void Same<T, TResult>(Slide<T, TResult> slide, T[] values, int size, Func<T[], int, TResult> reference)
    {
        var results = new TResult[values.Length - size + 1];
        slide(values, size, results);
        int step = Math.Max(1, size * results.Length / 2_000_000);
        for (int i = 0; i < results.Length; i += step)
            Assert.True(EqualityComparer<TResult>.Default.Equals(reference(values[i..(i + size)], i), results[i]), $"{values.Length} values, window {size}, result {i}.");
    }

    [Fact]
    public void Candidates_are_the_values_that_no_later_one_exceeds()
    {
        int[] values = [1, 3, -1, -3, 5, 5, 3, 6, 7];
        const int Size = 4;
        SlidingMaximum<int> window = new(Size);
        long[] room = new long[Size];
        for (int i = 0; i < values.Length; i++)
        {
            window.Push(values[i]);
            IEnumerable<long> expected = Enumerable.Range(Math.Max(0, i - Size + 1), Math.Min(Size, i + 1)).Where(j => values[(j + 1)..(i + 1)].All(later => later <= values[j])).Select(j => (long)j);
            Assert.Equal(expected, room[..window.Candidates(room)]);
        }
        Assert.Throws<ArgumentException>(() => new SlidingMaximum<int>(2) is var one && one.Push(2) + one.Push(1) > 0 ? one.Candidates([]) : 0);
    }
}
