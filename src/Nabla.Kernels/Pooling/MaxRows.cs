using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Pooling;

/// <summary>Vertical half of a maximum over boxes: column by column, which row holds the maximum. Places are carried in T, exact below 2^24.</summary>
internal static unsafe class MaxRows
{
    /// <summary>Starts the columns with a first row.</summary>
    /// <param name="x">The row.</param>
    /// <param name="width">Its length.</param>
    /// <param name="offset">Place of its first element.</param>
    /// <param name="best">Receives the values.</param>
    /// <param name="place">Receives the places; may be null.</param>
    public static void First<T>(T* x, int width, T offset, T* best, T* place) where T : unmanaged, IFloatingPointIeee754<T>
    {
        new Span<T>(x, width).CopyTo(new Span<T>(best, width));
        if (place == null) return;
        int c = 0;
        Vector<T> where = new Vector<T>(offset) + Vector<T>.Indices, step = new(T.CreateTruncating(Vector<T>.Count));
        for (; c <= width - Vector<T>.Count; c += Vector<T>.Count, where += step) MachineVector.Store(place + c, where);
        for (; c < width; c++) place[c] = offset + T.CreateTruncating(c);
    }

    /// <summary>Takes in one more row, later in memory than those before: greater values win, and NaN always.</summary>
    public static void Next<T>(T* x, int width, T offset, T* best, T* place) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0, lanes = Vector<T>.Count;
        Vector<T> where = place == null ? default : new Vector<T>(offset) + Vector<T>.Indices;
        Vector<T> step = new(T.CreateTruncating(lanes));
        for (; i <= width - lanes; i += lanes)
        {
            Vector<T> v = MachineVector.Load(x + i), b = MachineVector.Load(best + i);
            Vector<T> take = Vector.GreaterThan(v, b) | ~Vector.Equals(v, v);
            MachineVector.Store(best + i, Vector.ConditionalSelect(take, v, b));
            if (place == null) continue;
            MachineVector.Store(place + i, Vector.ConditionalSelect(take, where, MachineVector.Load(place + i)));
            where += step;
        }

        for (; i < width; i++)
        {
            if (!(x[i] > best[i]) && !T.IsNaN(x[i])) continue;
            best[i] = x[i];
            if (place != null) place[i] = offset + T.CreateTruncating(i);
        }
    }

    /// <summary>Whether a candidate replaces the best so far, given their places: the lowest place of the greatest value, the highest of NaNs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Wins<T>(T value, T place, T best, T bestPlace) where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsNaN(value) ? !T.IsNaN(best) || place > bestPlace : value > best || (value == best && place < bestPlace);

    /// <summary><see cref="Wins{T}"/> for a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> WinMask<T>(Vector<T> value, Vector<T> place, Vector<T> best, Vector<T> bestPlace) where T : unmanaged
    {
        Vector<T> nan = ~Vector.Equals(value, value);
        Vector<T> number = Vector.GreaterThan(value, best) | (Vector.Equals(value, best) & Vector.LessThan(place, bestPlace));
        return number | (nan & (Vector.Equals(best, best) | Vector.GreaterThan(place, bestPlace)));
    }
}
