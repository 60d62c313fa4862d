using FsCheck;
using FsCheck.Fluent;

namespace Nabla.Tests.Ops;

/// <summary>Random chains of views and random broadcasts against plain maps from position to position.</summary>
public sealed class ViewPropertyTests
{
    [Fact]
    public void A_chain_of_views_looks_where_the_index_map_says() => Holds((seed, steps) =>
    {
        Random random = new(seed);
        long[] shape = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (long)random.Next(0, 5))];
        Mapped expected = new(shape, position => Flat(position, shape));
        Tensor actual = Tensor.Of([.. Enumerable.Range(0, (int)expected.Count).Select(i => (long)i)], new Shape(shape));
        for (int i = 0; i < steps.Length % 6; i++) (actual, expected) = Step(random, actual, expected);
        return actual.Shape == new Shape(expected.Shape) && actual.ToArray<long>().SequenceEqual(expected.All());
    });

    [Fact]
    public void Broadcast_sums_pair_the_elements_the_rule_says() => Holds((seed, _) =>
    {
        Random random = new(seed);
        long[] shape = [.. Enumerable.Range(0, random.Next(0, 5)).Select(_ => (long)random.Next(0, 4))];
        (long[] a, long[] b) = (Shrunk(random, shape), Shrunk(random, shape));
        long[] common = [.. Enumerable.Range(0, Math.Max(a.Length, b.Length)).Select(i => Common(At(a, i, b.Length), At(b, i, a.Length)))];
        Tensor x = Numbers(a, 1), y = Numbers(b, 1000);
        Tensor sum = x + y;
        long[] left = x.ToArray<long>(), right = y.ToArray<long>();
        Mapped expected = new(common, position => left[Under(position, a)] + right[Under(position, b)]);
        return sum.Shape == new Shape(common) && sum.ToArray<long>().SequenceEqual(expected.All());
    });

    [Fact]
    public void Writing_through_an_index_changes_exactly_what_reading_shows() => Holds((seed, _) =>
    {
        Random random = new(seed);
        long rows = random.Next(1, 5), columns = random.Next(1, 5);
        Tensor x = Numbers([rows, columns], 1);
        int row = random.Next((int)-rows, (int)rows), from = random.Next((int)columns);
        x[row, from..] = Tensor.Of(0L, DType.Int64);
        long[] values = x.ToArray<long>();
        long changed = row < 0 ? row + rows : row;
        return values.Select((value, i) => value == (i / columns == changed && i % columns >= from ? 0 : i + 1)).All(same => same);
    });

    private static void Holds(Func<int, int[], bool> property) => Prop.ForAll(property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static (Tensor Tensor, Mapped Map) Step(Random random, Tensor x, Mapped map)
    {
        int rank = map.Shape.Length;
        int axis = rank == 0 ? 0 : random.Next(rank);
        switch (random.Next(6))
        {
            case 0 when rank > 0:
                int[] order = [.. Enumerable.Range(0, rank)];
                random.Shuffle(order);
                return (x.Permute(order), new([.. order.Select(i => map.Shape[i])], position =>
                {
                    long[] source = new long[rank];
                    for (int i = 0; i < rank; i++) source[order[i]] = position[i];
                    return map.At(source);
                }));
            case 1 when rank > 0:
                long n = map.Shape[axis], start = random.Next((int)n + 1), stop = random.Next((int)start, (int)n + 1), step = random.Next(1, 4);
                return (x.Slice(axis, start, stop, step), new(With(map.Shape, axis, (stop - start + step - 1) / step), position => map.At(With(position, axis, start + (position[axis] * step)))));
            case 2 when rank > 0 && map.Shape[axis] > 0:
                long index = random.Next((int)map.Shape[axis]);
                return (x.Select(axis, index), new([.. map.Shape.Where((_, i) => i != axis)], position => map.At([.. position[..axis], index, .. position[axis..]])));
            case 3:
                int at = random.Next(rank + 1);
                return (x.Unsqueeze(at), new([.. map.Shape[..at], 1, .. map.Shape[at..]], position => map.At([.. position[..at], .. position[(at + 1)..]])));
            case 4 when rank > 0:
                long[] flat = [map.Count];
                return (x.Flatten(), new(flat, position => map.At(Position(position[0], map.Shape))));
            case 5 when rank < 6:
                long times = random.Next(1, 4);
                return (x.BroadcastTo(new Shape([times, .. map.Shape])), new([times, .. map.Shape], position => map.At(position[1..])));
            default:
                return (x, map);
        }
    }

    private static Tensor Numbers(long[] shape, long first)
    {
        Shape extents = new(shape);
        return Tensor.Of([.. Enumerable.Range(0, (int)extents.Count).Select(i => first + i)], extents);
    }

    private static long[] Shrunk(Random random, long[] shape) =>
        [.. shape.Skip(random.Next(shape.Length + 1)).Select(extent => random.Next(3) == 0 ? 1 : extent)];

    private static long At(long[] shape, int axis, int otherRank)
    {
        int lead = Math.Max(0, otherRank - shape.Length);
        return axis < lead ? 1 : shape[axis - lead];
    }

    private static long Common(long a, long b) => a == 1 ? b : a;

    private static long Under(long[] position, long[] shape)
    {
        long flat = 0;
        int lead = position.Length - shape.Length;
        for (int i = 0; i < shape.Length; i++) flat = (flat * shape[i]) + (shape[i] == 1 ? 0 : position[lead + i]);
        return flat;
    }

    private static long Flat(long[] position, long[] shape) => Under(position, shape);

    private static long[] With(long[] values, int at, long value)
    {
        long[] copy = [.. values];
        copy[at] = value;
        return copy;
    }

    private static long[] Position(long flat, long[] shape)
    {
        long[] position = new long[shape.Length];
        for (int i = shape.Length - 1; i >= 0; i--) (position[i], flat) = (flat % shape[i], flat / shape[i]);
        return position;
    }

    /// <summary>A tensor as a function of the position.</summary>
    private sealed record Mapped(long[] Shape, Func<long[], long> At)
    {
        public long Count => Shape.Aggregate(1L, (count, extent) => count * extent);

        public IEnumerable<long> All()
        {
            for (long i = 0; i < Count; i++) yield return At(Position(i, Shape));
        }
    }
}
