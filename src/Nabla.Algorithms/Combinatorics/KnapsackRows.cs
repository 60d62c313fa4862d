using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Combinatorics;

/// <summary>The row update of every knapsack table: <c>next[c] = max(next[c], previous[c - weight] + value)</c>, a vector at a time.</summary>
internal static class KnapsackRows
{
    /// <summary>Marks a load that cannot be reached: minus infinity, or the least integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Unreachable<T>()
        where T : INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) == typeof(float)) return (T)(object)float.NegativeInfinity;
        if (typeof(T) == typeof(double)) return (T)(object)double.NegativeInfinity;
        return T.MinValue;
    }

    public static bool IsUnreachable<T>(T value)
        where T : INumber<T>, IMinMaxValue<T> => value == Unreachable<T>();

    /// <summary>Updates from the highest load down, so that the row may be updated in place with each item used once.</summary>
    public static void Once<T>(ReadOnlySpan<T> previous, Span<T> next, int weight, T value)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int count = next.Length - weight;
        if (count <= 0) return;
        ref T from = ref MemoryMarshal.GetReference(previous);
        ref T to = ref Unsafe.Add(ref MemoryMarshal.GetReference(next), weight);
        nint i = count;
        if (Vector<T>.IsSupported && Vector.IsHardwareAccelerated)
        {
            int lanes = Vector<T>.Count;
            var values = new Vector<T>(value);
            var never = new Vector<T>(Unreachable<T>());
            for (; i >= 2 * lanes; i -= 2 * lanes)
            {
                // Both vectors are read before either is written: with a small weight they overlap what is read.
                nuint high = (nuint)(i - lanes), low = (nuint)(i - (2 * lanes));
                Vector<T> a = Offer(Vector.LoadUnsafe(ref from, high), values, never), b = Offer(Vector.LoadUnsafe(ref from, low), values, never);
                a = Vector.Max(Vector.LoadUnsafe(ref to, high), a);
                b = Vector.Max(Vector.LoadUnsafe(ref to, low), b);
                a.StoreUnsafe(ref to, high);
                b.StoreUnsafe(ref to, low);
            }
        }
        while (--i >= 0)
        {
            T offer = Unsafe.Add(ref from, i);
            if (!IsUnreachable(offer)) Unsafe.Add(ref to, i) = T.Max(Unsafe.Add(ref to, i), offer + value);
        }
    }

    /// <summary>Updates from the lowest load up, in place, so that an item is used any number of times.</summary>
    public static void Repeatedly<T>(Span<T> best, int weight, T value)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        int count = best.Length - weight;
        if (count <= 0) return;
        ref T from = ref MemoryMarshal.GetReference(best);
        ref T to = ref Unsafe.Add(ref from, weight);
        int i = 0;
        if (Vector<T>.IsSupported && Vector.IsHardwareAccelerated && weight >= Vector<T>.Count)
        {
            var values = new Vector<T>(value);
            var never = new Vector<T>(Unreachable<T>());
            for (; i + Vector<T>.Count <= count; i += Vector<T>.Count)
            {
                Vector<T> offer = Offer(Vector.LoadUnsafe(ref from, (nuint)i), values, never);
                Vector.Max(Vector.LoadUnsafe(ref to, (nuint)i), offer).StoreUnsafe(ref to, (nuint)i);
            }
        }
        for (; i < count; i++)
        {
            T offer = Unsafe.Add(ref from, i);
            if (!IsUnreachable(offer)) Unsafe.Add(ref to, i) = T.Max(Unsafe.Add(ref to, i), offer + value);
        }
    }

    /// <summary>Offer + value, but an unreachable load stays unreachable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Offer<T>(Vector<T> offer, Vector<T> values, Vector<T> never)
    {
        // Minus infinity absorbs any finite value by itself.
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double)) return offer + values;
        return Vector.ConditionalSelect(Vector.Equals(offer, never), never, offer + values);
    }
}
