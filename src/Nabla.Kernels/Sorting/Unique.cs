using Nabla.Kernels.Indexing;

namespace Nabla.Kernels.Sorting;

/// <summary>The different values of a flattened tensor. As in PyTorch every NaN is different from every other, and -0 equals 0.</summary>
public static unsafe class Unique
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
        RowSort.CheckLength(n);
        return sizeof(T) <= 4 ? Sorted<T, NarrowEntry>(x, n, values, inverse, counts) : Sorted<T, WideEntry>(x, n, values, inverse, counts);
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

    private static long Sorted<T, TEntry>(T* x, long n, T* values, long* inverse, long* counts) where T : unmanaged where TEntry : unmanaged, ISortEntry<TEntry>
    {
        using var space = new Scratch<TEntry>(2 * n);
        EntrySort<TEntry>.Load(x, n, descending: false, space.Pointer);
        TEntry* sorted = EntrySort<TEntry>.Sort(space.Pointer, n, space.Pointer + n);
        long found = -1;
        for (long i = 0; i < n; i++)
        {
            uint place = TEntry.Place(sorted[i]);
            if (i == 0 || TEntry.Key(sorted[i]) != TEntry.Key(sorted[i - 1]) || ElementOrder.IsNaN(x[place]))
            {
                values[++found] = x[place];
                if (counts != null) counts[found] = 0;
            }

            if (inverse != null) inverse[place] = found;
            if (counts != null) counts[found]++;
        }

        return found + 1;
    }
}
