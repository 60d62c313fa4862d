using System.Buffers;
using System.Numerics;

namespace Nabla.Algorithms.Combinatorics;

public static partial class Knapsack
{
    /// <summary>Bounded knapsack: item i at most <c>counts[i]</c> times, by binary splitting: O(capacity · Σ log counts), vectorised.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="counts">n counts, 0 or more.</param>
    /// <param name="best">Receives capacity + 1 values.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight or count is negative.</exception>
    [Export("algorithms.combinatorics.knapsack.bounded")]
    public static void Bounded<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, ReadOnlySpan<int> counts, Span<T> best, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Require(weights, values.Length, best.Length);
        Require(counts, values.Length, best.Length);
        Start(best, exact);
        for (int i = 0; i < weights.Length; i++)
        {
            // Packets of 1, 2, 4, ... items and a rest make every number up to the count.
            for (int left = counts[i], packet = 1; left > 0; left -= packet, packet = Math.Min(2 * packet, left))
            {
                if ((long)weights[i] * packet >= best.Length) break;
                KnapsackRows.Once(best, best, weights[i] * packet, values[i] * T.CreateChecked(packet));
            }
        }
    }

    /// <summary>Bounded knapsack by a monotone queue in each residue class: O(n · capacity) whatever the counts.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights, 1 or more.</param>
    /// <param name="values">n values.</param>
    /// <param name="counts">n counts, 0 or more.</param>
    /// <param name="best">Receives capacity + 1 values.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is below 1 or a count is negative.</exception>
    /// <remarks>Prefer it to <see cref="Bounded"/> when counts are large and the capacity too.</remarks>
    [Export("algorithms.combinatorics.knapsack.bounded_by_queue")]
    public static void BoundedByQueue<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, ReadOnlySpan<int> counts, Span<T> best, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Require(weights, values.Length, best.Length, least: 1);
        Require(counts, values.Length, best.Length);
        Start(best, exact);
        T[] offers = ArrayPool<T>.Shared.Rent(best.Length);
        int[] steps = ArrayPool<int>.Shared.Rent(best.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            for (int residue = 0; residue < Math.Min(weights[i], best.Length); residue++)
            {
                int front = 0, back = 0;
                T worth = T.Zero;
                for (int c = residue, step = 0; c < best.Length; c += weights[i], step++, worth += values[i])
                {
                    // best[c - k·w] + k·v is compared as best[c'] - step'·v: a sliding maximum over the last counts + 1 steps.
                    if (!KnapsackRows.IsUnreachable(best[c]))
                    {
                        T offer = best[c] - worth;
                        while (back > front && offers[back - 1] <= offer) back--;
                        (offers[back], steps[back++]) = (offer, step);
                    }
                    if (back > front && steps[front] < step - counts[i]) front++;
                    if (back > front) best[c] = offers[front] + worth;
                }
            }
        }
        ArrayPool<int>.Shared.Return(steps);
        ArrayPool<T>.Shared.Return(offers);
    }

    /// <summary>Grouped knapsack: at most one item of each group.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="groups">n group numbers; the items of a group stand together.</param>
    /// <param name="best">Receives capacity + 1 values.</param>
    /// <param name="exact">Whether the capacity must be met exactly.</param>
    [Export("algorithms.combinatorics.knapsack.grouped")]
    public static void Grouped<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, ReadOnlySpan<int> groups, Span<T> best, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Require(weights, values.Length, best.Length);
        if (groups.Length != weights.Length) throw new ArgumentException($"There are {weights.Length} weights but {groups.Length} group numbers.", nameof(groups));
        Start(best, exact);
        T[] rented = ArrayPool<T>.Shared.Rent(best.Length);
        Span<T> before = rented.AsSpan(0, best.Length);
        for (int i = 0; i < weights.Length; i++)
        {
            if (i == 0 || groups[i] != groups[i - 1]) best.CopyTo(before);
            KnapsackRows.Once(before, best, weights[i], values[i]);
        }
        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>0/1 knapsack with two costs, each within its own capacity.</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n first costs.</param>
    /// <param name="volumes">n second costs.</param>
    /// <param name="values">n values.</param>
    /// <param name="best">Receives [first capacity + 1, second capacity + 1] values.</param>
    /// <param name="exact">Whether both capacities must be met exactly.</param>
    [Export("algorithms.combinatorics.knapsack.two_costs")]
    public static void TwoCosts<T>(ReadOnlySpan<int> weights, ReadOnlySpan<int> volumes, ReadOnlySpan<T> values, T[,] best, bool exact = false)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        ArgumentNullException.ThrowIfNull(best);
        Require(weights, values.Length, best.Length);
        Require(volumes, values.Length, best.Length);
        for (int row = 0; row < best.GetLength(0); row++) Row(best, row).Fill(exact ? KnapsackRows.Unreachable<T>() : T.Zero);
        best[0, 0] = T.Zero;
        for (int i = 0; i < weights.Length; i++)
        {
            for (int row = best.GetLength(0) - 1; row >= weights[i]; row--)
                KnapsackRows.Once(Row(best, row - weights[i]), Row(best, row), volumes[i], values[i]);
        }
    }

    /// <summary>Knapsack with dependencies: an item needs its parent (and so all its ancestors).</summary>
    /// <typeparam name="T">The value type.</typeparam>
    /// <param name="weights">n weights.</param>
    /// <param name="values">n values.</param>
    /// <param name="parents">n parents, -1 for none; any forest, in any order.</param>
    /// <param name="best">Receives capacity + 1 values.</param>
    /// <exception cref="ArgumentException">A parent is out of range or the parents form a circle.</exception>
    /// <remarks>O(n · capacity): in an order where subtrees stand together, a row is the better of taking the item and skipping its subtree.</remarks>
    [Export("algorithms.combinatorics.knapsack.dependent")]
    public static void Dependent<T>(ReadOnlySpan<int> weights, ReadOnlySpan<T> values, ReadOnlySpan<int> parents, Span<T> best)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        Require(weights, values.Length, best.Length);
        (int[] order, int[] sizes) = Preorder(parents, weights.Length);
        var rows = new T[weights.Length + 1][];
        rows[weights.Length] = new T[best.Length];
        for (int at = order.Length - 1; at >= 0; at--)
        {
            rows[at] = [.. rows[at + sizes[at]]];
            KnapsackRows.Once(rows[at + 1], rows[at], weights[order[at]], values[order[at]]);
        }
        rows[0].CopyTo(best);
    }

    /// <summary>Items with every subtree contiguous, and the size of the subtree at each place.</summary>
    private static (int[] Order, int[] Sizes) Preorder(ReadOnlySpan<int> parents, int count)
    {
        if (parents.Length != count) throw new ArgumentException($"There are {count} weights but {parents.Length} parents.", nameof(parents));
        var children = new List<int>[count + 1];
        for (int i = 0; i <= count; i++) children[i] = [];
        for (int i = 0; i < count; i++)
        {
            if (parents[i] < -1 || parents[i] >= count) throw new ArgumentException($"The parent of item {i} is {parents[i]}.", nameof(parents));
            children[parents[i] < 0 ? count : parents[i]].Add(i);
        }
        var order = new List<int>();
        var stack = new Stack<int>(children[count]);
        while (stack.TryPop(out int item))
        {
            order.Add(item);
            foreach (int child in children[item]) stack.Push(child);
        }
        if (order.Count != count) throw new ArgumentException("The parents form a circle.", nameof(parents));
        var place = new int[count];
        for (int at = 0; at < count; at++) place[order[at]] = at;
        var sizes = new int[count];
        for (int at = count - 1; at >= 0; at--)
        {
            sizes[at]++;
            int parent = parents[order[at]];
            if (parent >= 0) sizes[place[parent]] += sizes[at];
        }
        return ([.. order], sizes);
    }
}
