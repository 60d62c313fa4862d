using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>The two moves of a binary heap, in the order CPython's <c>heapq</c> makes them, so that the array layout is the same.</summary>
internal static class HeapCore
{
    /// <summary>Moves the value at <paramref name="position"/> towards the root, no further than <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TowardsRoot<T, TComparer>(ref T heap, int start, int position, TComparer comparer)
        where TComparer : IComparer<T>
    {
        T item = Unsafe.Add(ref heap, position);
        while (position > start)
        {
            int parent = (position - 1) >> 1;
            T above = Unsafe.Add(ref heap, parent);
            if (!Order.Less(item, above, comparer)) break;
            Unsafe.Add(ref heap, position) = above;
            position = parent;
        }
        Unsafe.Add(ref heap, position) = item;
    }

    /// <summary>Moves <paramref name="item"/> from the hole at <paramref name="position"/> down to a leaf along the smaller children, then back up.</summary>
    /// <remarks>One comparison a level on the way down instead of two: the item came from a leaf and usually belongs near one.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TowardsLeaves<T, TComparer>(ref T heap, int position, int count, T item, TComparer comparer)
        where TComparer : IComparer<T>
    {
        int start = position;
        int child = (2 * position) + 1;
        while (child + 1 < count)
        {
            // The right child wins unless the left one comes strictly before it.
            T left = Unsafe.Add(ref heap, child), right = Unsafe.Add(ref heap, child + 1);
            child += 1 - Order.LessBit(left, right, comparer);
            Unsafe.Add(ref heap, position) = Unsafe.Add(ref heap, child);
            position = child;
            child = (2 * position) + 1;
        }
        if (child < count)
        {
            Unsafe.Add(ref heap, position) = Unsafe.Add(ref heap, child);
            position = child;
        }
        Unsafe.Add(ref heap, position) = item;
        TowardsRoot(ref heap, start, position, comparer);
    }

    public static void Heapify<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ref T heap = ref MemoryMarshal.GetReference(values);
        for (int i = (values.Length / 2) - 1; i >= 0; i--)
            TowardsLeaves(ref heap, i, values.Length, Unsafe.Add(ref heap, i), comparer);
    }
}
