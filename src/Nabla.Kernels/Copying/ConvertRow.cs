using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Elementwise;

namespace Nabla.Kernels.Copying;

/// <summary>One run of a conversion.</summary>
internal readonly unsafe struct ConvertRow<TIn, FIn, TOut, FOut>(TIn* x, TOut* y) : IRow
    where TIn : unmanaged
    where FIn : struct, IFormat
    where TOut : unmanaged
    where FOut : struct, IFormat
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Invoke(long* offsets, long* steps, long count)
    {
        TOut* to = y + offsets[0];
        TIn* from = x + offsets[1];
        if (steps[0] == 1 && steps[1] == 1)
        {
            Adjacent(from, to, count);
            return;
        }
        for (long i = 0; i < count; i++, from += steps[1], to += steps[0])
            *to = ElementFormat.Convert<TIn, FIn, TOut, FOut>(*from);
    }

    private static void Adjacent(TIn* from, TOut* to, long count)
    {
        if (typeof(TIn) == typeof(float) && typeof(TOut) == typeof(Half))
        {
            HalfFloats.FromSingle((float*)from, (Half*)to, count);
            return;
        }
        if (typeof(TIn) == typeof(Half) && typeof(TOut) == typeof(float))
        {
            HalfFloats.ToSingle((Half*)from, (float*)to, count);
            return;
        }
        if (typeof(TIn) == typeof(float) && typeof(FOut) == typeof(Brain))
        {
            HalfFloats.FromSingle((float*)from, (ushort*)to, count);
            return;
        }
        if (typeof(FIn) == typeof(Brain) && typeof(TOut) == typeof(float))
        {
            HalfFloats.ToSingle((ushort*)from, (float*)to, count);
            return;
        }
        Loop(from, to, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(TIn* from, TOut* to, long count)
    {
        long i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // The pairs that data loading and mixed precision use most go by vectors; each lane converts as one element does.
            if (typeof(FIn) == typeof(Plain) && typeof(TIn) == typeof(byte) && typeof(TOut) == typeof(float))
            {
                for (; i <= count - 16; i += 16)
                {
                    (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load((byte*)from + i));
                    (Vector128<uint> a, Vector128<uint> b) = Vector128.Widen(low);
                    (Vector128<uint> c, Vector128<uint> d) = Vector128.Widen(high);
                    Vector128.ConvertToSingle(a.AsInt32()).Store((float*)to + i);
                    Vector128.ConvertToSingle(b.AsInt32()).Store((float*)to + i + 4);
                    Vector128.ConvertToSingle(c.AsInt32()).Store((float*)to + i + 8);
                    Vector128.ConvertToSingle(d.AsInt32()).Store((float*)to + i + 12);
                }
            }
            else if (typeof(TIn) == typeof(int) && typeof(TOut) == typeof(float))
            {
                for (; i <= count - 4; i += 4)
                    Vector128.ConvertToSingle(Vector128.Load((int*)from + i)).Store((float*)to + i);
            }
            else if (typeof(TIn) == typeof(float) && typeof(TOut) == typeof(int))
            {
                for (; i <= count - 4; i += 4)
                    Vector128.ConvertToInt32(Vector128.Load((float*)from + i)).Store((int*)to + i);
            }
            else if (typeof(TIn) == typeof(float) && typeof(TOut) == typeof(double))
            {
                for (; i <= count - 4; i += 4)
                {
                    (Vector128<double> low, Vector128<double> high) = Vector128.Widen(Vector128.Load((float*)from + i));
                    low.Store((double*)to + i);
                    high.Store((double*)to + i + 2);
                }
            }
            else if (typeof(TIn) == typeof(double) && typeof(TOut) == typeof(float))
            {
                for (; i <= count - 4; i += 4)
                    Vector128.Narrow(Vector128.Load((double*)from + i), Vector128.Load((double*)from + i + 2)).Store((float*)to + i);
            }
        }
        for (; i < count; i++)
            to[i] = ElementFormat.Convert<TIn, FIn, TOut, FOut>(from[i]);
    }
}
