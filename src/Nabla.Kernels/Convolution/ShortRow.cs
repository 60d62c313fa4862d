using System.Runtime.CompilerServices;
using Nabla.Kernels.Gemm;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>Copies of rows too short to call for: whole vectors, the last of which reaches back.</summary>
internal static unsafe class ShortRow<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>target[i] = source[i].</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Copy(T* source, T* target, nint count)
    {
        nint n = TLanes.Count, i = 0, small = 16 / sizeof(T);
        if (count >= n)
        {
            for (; i <= count - n; i += n)
                TLanes.Store(target + i, TLanes.Load(source + i));
            if (i < count)
                TLanes.Store(target + count - n, TLanes.Load(source + count - n));
        }
        else if (count >= small)
        {
            for (; i <= count - small; i += small)
                Unsafe.CopyBlockUnaligned(target + i, source + i, 16);
            Unsafe.CopyBlockUnaligned(target + count - small, source + count - small, 16);
        }
        else
        {
            for (; i < count; i++)
                target[i] = source[i];
        }
    }

    /// <summary>Splits a row into its even and its odd elements.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Split(T* source, nint count, T* even, T* odd)
    {
        nint i = 0;
        if (Transposition<T>.Side == 4 && count >= 8)
        {
            for (; i <= count - 8; i += 8)
                Transposition<T>.Split(source + i, even + (i / 2), odd + (i / 2));
            if (count - i > 1)
            {
                nint last = (count - 8) & ~(nint)1;
                Transposition<T>.Split(source + last, even + (last / 2), odd + (last / 2));
                i = last + 8;
            }
        }
        for (; i < count - 1; i += 2)
        {
            even[i / 2] = source[i];
            odd[i / 2] = source[i + 1];
        }
        if (i < count)
            even[i / 2] = source[i];
    }

    /// <summary>Joins what <see cref="Split"/> has split; both sources are as long as half of the row, rounded up.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Weave(T* even, T* odd, T* target, nint count)
    {
        nint i = 0;
        if (Transposition<T>.Side == 4 && count >= 8)
        {
            for (; i <= count - 8; i += 8)
                Transposition<T>.Weave(even + (i / 2), odd + (i / 2), target + i);
            if (count - i > 1)
            {
                nint last = (count - 8) & ~(nint)1;
                Transposition<T>.Weave(even + (last / 2), odd + (last / 2), target + last);
                i = last + 8;
            }
        }
        for (; i < count; i++)
            target[i] = ((i & 1) == 0 ? even : odd)[i / 2];
    }
}
