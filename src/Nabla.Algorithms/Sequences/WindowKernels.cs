using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla.Algorithms.Sequences;

/// <summary>The ways to slide an associative operation.</summary>
internal static partial class WindowKernels
{
    /// <summary>The widest window for which doubling beats scans down the columns.</summary>
    private const int WidestDoubling = 256;

    private const int BlockBytes = 8192;

    /// <summary>Slides an idempotent operation (maximum, minimum).</summary>
    public static void Idempotent<T, TOperator>(ReadOnlySpan<T> values, int size, Span<T> results)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        if (size == 1) values.CopyTo(results);
        else if (Vector.IsHardwareAccelerated && Vector<T>.IsSupported && size <= WidestDoubling) Doubling<T, TOperator>(values, size, results);
        else if (Vector.IsHardwareAccelerated && Vector<T>.IsSupported) Columns<T, TOperator>(values, size, results);
        else TwoScans<T, TOperator>(values, size, results);
    }

    /// <summary>Windows of 2, 4, 8, ... from pairs of half the length, and the last two overlapping: log2(size) operations a value, rounded up, all vectorised.</summary>
    /// <remarks>Works through blocks that stay in the first-level cache. A window's result is the operation on two overlapping windows of a power of two.</remarks>
    [SkipLocalsInit]
    private static void Doubling<T, TOperator>(ReadOnlySpan<T> values, int size, Span<T> results)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        int block = Math.Max(BlockBytes / Unsafe.SizeOf<T>(), 2 * size);
        T[]? rented = null;
        Span<T> buffer = block + size <= (BlockBytes / Unsafe.SizeOf<T>()) * 2
            ? MemoryMarshal.Cast<byte, T>(stackalloc byte[2 * BlockBytes])
            : (rented = ArrayPool<T>.Shared.Rent(block + size));
        for (int start = 0; start < results.Length; start += block)
        {
            int count = Math.Min(block, results.Length - start);
            ReadOnlySpan<T> input = values.Slice(start, count + size - 1);
            // The first doubling reads the input; the next ones work in the buffer, each value from later ones.
            int length = input.Length - 1;
            if (size == 2)
            {
                Combine<T, TOperator>(input[..length], input[1..], results.Slice(start, count));
                continue;
            }
            Combine<T, TOperator>(input[..length], input[1..], buffer[..length]);
            int width = 2;
            for (; 2 * width < size; width *= 2)
            {
                length -= width;
                Combine<T, TOperator>(buffer[..length], buffer.Slice(width, length), buffer[..length]);
            }
            Combine<T, TOperator>(buffer[..count], buffer.Slice(size - width, count), results.Slice(start, count));
        }
        if (rented is not null) ArrayPool<T>.Shared.Return(rented);
    }

    /// <summary>out[i] = a[i] op b[i]; out may be a itself when b is a later part of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Combine<T, TOperator>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> results)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        ref T x = ref MemoryMarshal.GetReference(a), y = ref MemoryMarshal.GetReference(b), z = ref MemoryMarshal.GetReference(results);
        nuint i = 0, n = (nuint)results.Length, lanes = (nuint)Vector<T>.Count;
        for (; i + (2 * lanes) <= n; i += 2 * lanes)
        {
            Vector<T> first = TOperator.Invoke(Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i));
            Vector<T> second = TOperator.Invoke(Vector.LoadUnsafe(ref x, i + lanes), Vector.LoadUnsafe(ref y, i + lanes));
            first.StoreUnsafe(ref z, i);
            second.StoreUnsafe(ref z, i + lanes);
        }
        for (; i < n; i++) Unsafe.Add(ref z, i) = TOperator.Invoke(Unsafe.Add(ref x, i), Unsafe.Add(ref y, i));
    }

    /// <summary>A window is the tail of one block of <paramref name="size"/> values and the head of the next: three operations a value.</summary>
    /// <remarks>van Herk (1992), Gil and Werman (1993). Works for sums too: no value is ever subtracted, so no rounding error accumulates along the sequence.</remarks>
    public static void TwoScans<T, TOperator>(ReadOnlySpan<T> values, int size, Span<T> results)
        where T : unmanaged, INumber<T>
        where TOperator : struct, IWindowOperator<T>
    {
        T[] tails = ArrayPool<T>.Shared.Rent(size);
        for (int start = 0; start < results.Length; start += size)
        {
            ReadOnlySpan<T> block = values.Slice(start, size);
            T tail = block[size - 1];
            tails[size - 1] = tail;
            for (int i = size - 2; i >= 0; i--)
            {
                tail = TOperator.Invoke(block[i], tail);
                tails[i] = tail;
            }
            results[start] = tail;
            int count = Math.Min(size, results.Length - start);
            if (count == 1) continue;
            ReadOnlySpan<T> next = values[(start + size)..];
            T head = next[0];
            results[start + 1] = TOperator.Invoke(tails[1], head);
            for (int i = 2; i < count; i++)
            {
                head = TOperator.Invoke(head, next[i - 1]);
                results[start + i] = TOperator.Invoke(tails[i], head);
            }
        }
        ArrayPool<T>.Shared.Return(tails);
    }

    /// <summary>Adds up narrow windows directly, a vector of windows at a time.</summary>
    public static void NarrowSum<T>(ReadOnlySpan<T> values, int size, Span<T> results)
        where T : unmanaged, INumber<T>
    {
        ref T x = ref MemoryMarshal.GetReference(values);
        ref T z = ref MemoryMarshal.GetReference(results);
        nuint i = 0, n = (nuint)results.Length;
        if (Vector<T>.IsSupported)
        {
            for (; i + (nuint)Vector<T>.Count <= n; i += (nuint)Vector<T>.Count)
            {
                Vector<T> sum = Vector.LoadUnsafe(ref x, i);
                for (nuint k = 1; k < (nuint)size; k++) sum += Vector.LoadUnsafe(ref x, i + k);
                sum.StoreUnsafe(ref z, i);
            }
        }
        for (; i < n; i++)
        {
            T sum = Unsafe.Add(ref x, i);
            for (nuint k = 1; k < (nuint)size; k++) sum += Unsafe.Add(ref x, i + k);
            Unsafe.Add(ref z, i) = sum;
        }
    }
}
