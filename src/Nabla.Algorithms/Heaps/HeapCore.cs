using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Heaps;

/// <summary>The two moves of a binary heap, in the order CPython's <c>heapq</c> makes them, so that the array layout is the same.</summary>
internal static class HeapCore
{
    /// <summary>Moves the value at <paramref name="position"/> towards the root.</summary>
    /// <remarks>
    /// How far a value rises is a toss of a coin that no branch predictor can guess, so for numbers in their natural order the first three ancestors
    /// are put in place without a branch; only one value in eight or so goes on from there.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TowardsRoot<T, TComparer>(ref T heap, int position, TComparer comparer)
        where TComparer : IComparer<T>
    {
        nint at = position;
        T item = Unsafe.Add(ref heap, at);
        if (Order.IsOneInstruction<T, TComparer>())
        {
            while (at >= 7)
            {
                nint first = (at - 1) >> 1, second = (at - 3) >> 2, third = (at - 7) >> 3;
                T a = Unsafe.Add(ref heap, first), b = Unsafe.Add(ref heap, second), c = Unsafe.Add(ref heap, third);
                if (!Order.Less(item, c, comparer))
                {
                    // The item stays below the third ancestor; coming before the second, it also comes before the first.
                    nint passesFirst = Order.LessBit(item, a, comparer), passesSecond = Order.LessBit(item, b, comparer);
                    Unsafe.Add(ref heap, at) = Order.Choose(passesFirst, item, a);
                    Unsafe.Add(ref heap, first) = Order.Choose(passesSecond, Order.Choose(passesFirst, a, item), b);
                    Unsafe.Add(ref heap, second) = Order.Choose(passesSecond, b, item);
                    return;
                }
                Unsafe.Add(ref heap, at) = a;
                Unsafe.Add(ref heap, first) = b;
                Unsafe.Add(ref heap, second) = c;
                at = third;
            }
        }
        Rise(ref heap, 0, at, item, comparer);
    }

    /// <summary>Moves <paramref name="item"/> from the hole at <paramref name="position"/> down to a leaf along the smaller children, then back up.</summary>
    /// <remarks>One comparison a level on the way down instead of two: the item came from a leaf and usually belongs near one.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void TowardsLeaves<T, TComparer>(ref T heap, int position, int count, T item, TComparer comparer)
        where TComparer : IComparer<T>
    {
        // Native indices and one flag in the address: the chain from one level to the next is a load, a comparison and two additions.
        nint at = position, last = (nint)count - 1;
        if (Order.IsOneInstruction<T, TComparer>()) at = TwoLevelsAtATime(ref heap, at, last, comparer);
        nint child = (2 * at) + 1;
        while (child < last)
        {
            // The right child wins unless the left one comes strictly before it.
            T left = Unsafe.Add(ref heap, child), right = Unsafe.Add(ref heap, child + 1);
            child += 1 - Order.LessBit(left, right, comparer);
            Unsafe.Add(ref heap, at) = Unsafe.Add(ref heap, child);
            at = child;
            child = (2 * child) + 1;
        }
        if (child == last)
        {
            Unsafe.Add(ref heap, at) = Unsafe.Add(ref heap, child);
            at = child;
        }
        Rise(ref heap, position, at, item, comparer);
    }

    /// <summary>Lets <paramref name="item"/> rise from the hole at <paramref name="at"/>, no further than <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rise<T, TComparer>(ref T heap, nint start, nint at, T item, TComparer comparer)
        where TComparer : IComparer<T>
    {
        while (at > start)
        {
            nint parent = (at - 1) >> 1;
            T above = Unsafe.Add(ref heap, parent);
            if (!Order.Less(item, above, comparer)) break;
            Unsafe.Add(ref heap, at) = above;
            at = parent;
        }
        Unsafe.Add(ref heap, at) = item;
    }

    /// <summary>Fills holes from <paramref name="at"/> downwards while all four grandchildren exist; returns where the hole is then.</summary>
    /// <remarks>
    /// The grandchildren are compared before it is known on which side they will be needed: three comparisons instead of two, but
    /// a chain of one load instead of two, and that chain is what a heap in cache waits for. The path is the same.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint TwoLevelsAtATime<T, TComparer>(ref T heap, nint at, nint last, TComparer comparer)
        where TComparer : IComparer<T>
    {
        while ((4 * at) + 6 <= last)
        {
            // Each flag is 1 when the left one of a pair comes strictly before the right one.
            nint child = (2 * at) + 2, grandchild = (4 * at) + 6;
            nint side = Order.LessBit(Unsafe.Add(ref heap, child - 1), Unsafe.Add(ref heap, child), comparer);
            nint leftPair = Order.LessBit(Unsafe.Add(ref heap, grandchild - 3), Unsafe.Add(ref heap, grandchild - 2), comparer);
            nint rightPair = Order.LessBit(Unsafe.Add(ref heap, grandchild - 1), Unsafe.Add(ref heap, grandchild), comparer);
            child -= side;
            grandchild -= (2 * side) + (rightPair ^ ((leftPair ^ rightPair) & side));
            Unsafe.Add(ref heap, at) = Unsafe.Add(ref heap, child);
            Unsafe.Add(ref heap, child) = Unsafe.Add(ref heap, grandchild);
            at = grandchild;
        }
        return at;
    }

    public static void Heapify<T, TComparer>(Span<T> values, TComparer comparer)
        where TComparer : IComparer<T>
    {
        ref T heap = ref MemoryMarshal.GetReference(values);
        for (int i = (values.Length / 2) - 1; i >= 0; i--)
            TowardsLeaves(ref heap, i, values.Length, Unsafe.Add(ref heap, i), comparer);
    }
}
