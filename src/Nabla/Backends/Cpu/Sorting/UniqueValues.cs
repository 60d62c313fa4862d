using System.Buffers;

namespace Nabla;

/// <summary>The different values of a flattened tensor. As in PyTorch every NaN is different from every other, and -0 equals 0.</summary>
internal static unsafe class UniqueValues
{
    /// <summary>The different values in ascending order.</summary>
    /// <typeparam name="T">A built-in integer, bool, Half, float or double.</typeparam>
    /// <param name="x">Input [n].</param>
    /// <param name="n">Number of elements.</param>
    /// <param name="values">Receives the different values; room for n.</param>
    /// <param name="inverse">Receives, for each element, the place of its value [n]; may be null.</param>
    /// <param name="counts">Receives how often each value occurs; room for n; may be null.</param>
    /// <returns>The number of different values.</returns>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static long Sorted<T>(T* x, long n, T* values, long* inverse, long* counts) where T : unmanaged
    {
        ElementOrder.Check<T>();
        int length = RowSort.CheckLength(n);
        if (n == 0) return 0;
        long[] order = ArrayPool<long>.Shared.Rent(length);
        RowOrder.Sort(new ReadOnlySpan<T>(x, length), descending: false, order);
        long found = -1;
        for (int i = 0; i < length; i++)
        {
            long place = order[i];
            if (i == 0 || ElementOrder.Key(x[place]) != ElementOrder.Key(x[order[i - 1]]) || ElementOrder.IsNaN(x[place]))
            {
                values[++found] = x[place];
                if (counts != null) counts[found] = 0;
            }
            if (inverse != null) inverse[place] = found;
            if (counts != null) counts[found]++;
        }
        ArrayPool<long>.Shared.Return(order);
        return found + 1;
    }

    /// <summary>The first of every run of equal neighbours; parameters as for <see cref="Sorted{T}"/>.</summary>
    /// <returns>The number of runs.</returns>
    /// <exception cref="NotSupportedException">The element type has no order here.</exception>
    public static long Consecutive<T>(T* x, long n, T* values, long* inverse, long* counts) where T : unmanaged
    {
        ElementOrder.Check<T>();
        long found = -1;
        for (long i = 0; i < n; i++)
        {
            if (i == 0 || ElementOrder.Key(x[i]) != ElementOrder.Key(x[i - 1]) || ElementOrder.IsNaN(x[i]))
            {
                values[++found] = x[i];
                if (counts != null) counts[found] = 0;
            }

            if (inverse != null) inverse[i] = found;
            if (counts != null) counts[found]++;
        }

        return found + 1;
    }
}
