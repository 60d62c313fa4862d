using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sequences;

internal static partial class WindowKernels
{
    /// <summary>Vectors in a row: as many chains of dependent operations side by side.</summary>
    private const int Chains = 4;

    /// <summary>Wide windows in a number of vector operations that does not depend on their width.</summary>
    /// <remarks>
    /// First the results of windows of one row (four vectors) are made by doubling. Laid out in rows, a wide window is a column of them and one more that overlaps, so van Herk's
    /// two scans run down the columns: whole rows at a time, where along the sequence they would go value by value.
    /// </remarks>
    private static void Columns<T, TOperator>(ReadOnlySpan<T> values, int size, Span<T> results)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        int row = Chains * Vector<T>.Count, rows = size / row, block = rows * row;
        int narrow = values.Length - row + 1;
        // The row windows of this block and the next, and the running results from each place to the end of this block.
        T[] rented = ArrayPool<T>.Shared.Rent((3 * block) + row);
        Span<T> current = rented.AsSpan(0, 2 * block), tails = rented.AsSpan(2 * block, block), rest = rented.AsSpan(3 * block, row);
        Narrow<T, TOperator>(values, 0, narrow, row, current[..block]);
        for (int start = 0; start < results.Length; start += block)
        {
            if (start > 0) current[block..].CopyTo(current);
            Narrow<T, TOperator>(values, start + block, narrow, row, current[block..]);
            Tails<T, TOperator>(current[..block], tails);
            int count = Math.Min(block, results.Length - start), whole = count / row * row;
            // What is left of the last row is written aside.
            Heads<T, TOperator>(tails, current, size - row, results.Slice(start, whole), rest, count - whole);
            if (whole < count) rest[..(count - whole)].CopyTo(results[(start + whole)..]);
        }
        ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>The row windows that begin in a block, as far as there are any; what lies behind is never looked at for a result.</summary>
    private static void Narrow<T, TOperator>(ReadOnlySpan<T> values, int start, int narrow, int row, Span<T> block)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        int count = Math.Min(block.Length, narrow - start);
        if (count > 0) Doubling<T, TOperator>(values.Slice(start, count + row - 1), row, block[..count]);
        block[Math.Max(count, 0)..].Clear();
    }

    private static void Tails<T, TOperator>(ReadOnlySpan<T> block, Span<T> tails)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        ref T from = ref MemoryMarshal.GetReference(block), to = ref MemoryMarshal.GetReference(tails);
        nuint n = (nuint)Vector<T>.Count, row = Chains * n, at = (nuint)block.Length - row;
        Vector<T> a = Vector.LoadUnsafe(ref from, at), b = Vector.LoadUnsafe(ref from, at + n);
        Vector<T> c = Vector.LoadUnsafe(ref from, at + (2 * n)), d = Vector.LoadUnsafe(ref from, at + (3 * n));
        while (true)
        {
            a.StoreUnsafe(ref to, at);
            b.StoreUnsafe(ref to, at + n);
            c.StoreUnsafe(ref to, at + (2 * n));
            d.StoreUnsafe(ref to, at + (3 * n));
            if (at == 0) return;
            at -= row;
            a = TOperator.Invoke(Vector.LoadUnsafe(ref from, at), a);
            b = TOperator.Invoke(Vector.LoadUnsafe(ref from, at + n), b);
            c = TOperator.Invoke(Vector.LoadUnsafe(ref from, at + (2 * n)), c);
            d = TOperator.Invoke(Vector.LoadUnsafe(ref from, at + (3 * n)), d);
        }
    }

    /// <summary>Result = tail of this block, head of the next (but for the first row), and the last row window; the heads grow a row at a time.</summary>
    private static void Heads<T, TOperator>(ReadOnlySpan<T> tails, ReadOnlySpan<T> current, int last, Span<T> results, Span<T> rest, int restCount)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        ref T tail = ref MemoryMarshal.GetReference(tails), narrow = ref MemoryMarshal.GetReference(current);
        nuint n = (nuint)Vector<T>.Count, row = Chains * n, block = (nuint)tails.Length, whole = (nuint)results.Length;
        Vector<T> a = default, b = default, c = default, d = default;
        for (nuint at = 0; at < whole || (at == whole && restCount > 0); at += row)
        {
            ref T to = ref (at < whole ? ref Unsafe.Add(ref MemoryMarshal.GetReference(results), at) : ref MemoryMarshal.GetReference(rest));
            nuint end = at + (nuint)last;
            Vector<T> p = Window(ref tail, ref narrow, at, end, a), q = Window(ref tail, ref narrow, at + n, end + n, b);
            Vector<T> r = Window(ref tail, ref narrow, at + (2 * n), end + (2 * n), c), s = Window(ref tail, ref narrow, at + (3 * n), end + (3 * n), d);
            p.StoreUnsafe(ref to);
            q.StoreUnsafe(ref to, n);
            r.StoreUnsafe(ref to, 2 * n);
            s.StoreUnsafe(ref to, 3 * n);
            nuint next = block + at;
            bool first = at == 0;
            a = Grow(a, Vector.LoadUnsafe(ref narrow, next), first);
            b = Grow(b, Vector.LoadUnsafe(ref narrow, next + n), first);
            c = Grow(c, Vector.LoadUnsafe(ref narrow, next + (2 * n)), first);
            d = Grow(d, Vector.LoadUnsafe(ref narrow, next + (3 * n)), first);
        }

        static Vector<T> Window(ref T tail, ref T narrow, nuint at, nuint end, Vector<T> head)
        {
            Vector<T> window = TOperator.Invoke(Vector.LoadUnsafe(ref tail, at), Vector.LoadUnsafe(ref narrow, end));
            return at < Chains * (nuint)Vector<T>.Count ? window : TOperator.Invoke(window, head);
        }

        static Vector<T> Grow(Vector<T> head, Vector<T> row, bool first) => first ? row : TOperator.Invoke(head, row);
    }
}
