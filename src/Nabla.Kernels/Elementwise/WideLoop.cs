using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>y[i] = f(x[i]) for floats that a kernel computes in double lanes (<see cref="IUnaryKernel.SinglesInDouble"/>); y may be x.</summary>
internal static unsafe class WideLoop
{
    /// <summary>Runs on the widest fast vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<K>(K kernel, float* x, float* y, long count) where K : struct, IUnaryKernel
    {
        if (K.HasQuick) RunQuick(kernel, x, y, count);
        else if (Width.Is512) Run<Lanes512<double>, K>(kernel, x, y, count);
        else if (Width.Is256) Run<Lanes256<double>, K>(kernel, x, y, count);
        else if (Width.Is128) Run<Lanes128<double>, K>(kernel, x, y, count);
        else Run<Lanes1<double>, K>(kernel, x, y, count);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<V, K>(K kernel, float* x, float* y, long count) where V : struct, ILanes<V, double> where K : struct, IUnaryKernel
    {
        // The tail goes through a buffer and the same loop once more: one copy of the formula, the same rounding.
        float* tail = stackalloc float[16];
        float* from = x;
        float* to = y;
        long i = 0, end = count - V.Count, done = 0;
        while (true)
        {
            for (; i <= end; i += V.Count)
                StoreNarrow(to + i, K.ForSingle<V, K>(kernel, LoadWide<V>(from + i)));
            if (V.Count == 1)
                return;
            if (from == tail)
                break;
            if (i >= count)
                return;
            done = i;
            new Span<float>(tail, 16).Fill(x[done]);
            Unsafe.CopyBlockUnaligned(tail, x + done, (uint)((count - done) * sizeof(float)));
            from = to = tail;
            i = end = 0;
        }
        Unsafe.CopyBlockUnaligned(y + done, tail, (uint)((count - done) * sizeof(float)));
    }

    // Lanes for which the quick formula does not hold go through the double lanes; which ones depends on their value alone.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunQuick<K>(K kernel, float* x, float* y, long count) where K : struct, IUnaryKernel
    {
        float* tail = stackalloc float[8];
        float* wide = stackalloc float[8];
        long i = 0;
        for (; K.HasQuickPair && i <= count - 16; i += 16)
        {
            Vector256<float> some = Vector256.Load(x + i), more = Vector256.Load(x + i + 8);
            K.QuickPair(kernel, ref some, ref more, out Vector256<float> outside);
            if (Vector256.ExtractMostSignificantBits(outside) != 0)
            {
                Quick(kernel, x + i, y + i, wide);
                Quick(kernel, x + i + 8, y + i + 8, wide);
                continue;
            }
            some.Store(y + i);
            more.Store(y + i + 8);
        }
        for (; i <= count - 8; i += 8)
        {
            Vector256<float> some = K.Quick(kernel, Vector256.Load(x + i), out Vector256<float> outside);
            if (Vector256.ExtractMostSignificantBits(outside) != 0) Quick(kernel, x + i, y + i, wide);
            else some.Store(y + i);
        }
        if (i >= count) return;
        new Span<float>(tail, 8).Clear();
        Unsafe.CopyBlockUnaligned(tail, x + i, (uint)((count - i) * sizeof(float)));
        Quick(kernel, tail, tail, wide);
        Unsafe.CopyBlockUnaligned(y + i, tail, (uint)((count - i) * sizeof(float)));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Quick<K>(K kernel, float* x, float* y, float* wide) where K : struct, IUnaryKernel
    {
        Vector256<float> result = K.Quick(kernel, Vector256.Load(x), out Vector256<float> outside);
        if (Vector256.ExtractMostSignificantBits(outside) != 0)
        {
            Eight(kernel, x, wide);
            result = Vector256.ConditionalSelect(outside, Vector256.Load(wide), result);
        }
        result.Store(y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Eight<K>(K kernel, float* x, float* y) where K : struct, IUnaryKernel => Run<Lanes256<double>, K>(kernel, x, y, 8);

    /// <summary>As many floats as there are double lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V LoadWide<V>(float* source) where V : struct, ILanes<V, double>
    {
        if (typeof(V) == typeof(Lanes512<double>))
        {
            Vector256<float> all = Vector256.Load(source);
            return Unsafe.BitCast<Vector512<double>, V>(Avx512F.IsSupported
                ? Avx512F.ConvertToVector512Double(all)
                : Vector512.Create(Vector256.WidenLower(all), Vector256.WidenUpper(all)));
        }
        if (typeof(V) == typeof(Lanes256<double>))
        {
            Vector128<float> all = Vector128.Load(source);
            return Unsafe.BitCast<Vector256<double>, V>(Avx.IsSupported
                ? Avx.ConvertToVector256Double(all)
                : Vector256.Create(Vector128.WidenLower(all), Vector128.WidenUpper(all)));
        }
        if (typeof(V) == typeof(Lanes128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<double>(source)).AsSingle()));
        return V.Broadcast(*source);
    }

    /// <summary>Double lanes, rounded to as many floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreNarrow<V>(float* target, V value) where V : struct, ILanes<V, double>
    {
        if (typeof(V) == typeof(Lanes512<double>))
        {
            Vector512<double> all = Unsafe.BitCast<V, Vector512<double>>(value);
            (Avx512F.IsSupported ? Avx512F.ConvertToVector256Single(all) : Vector256.Narrow(all.GetLower(), all.GetUpper())).Store(target);
        }
        else if (typeof(V) == typeof(Lanes256<double>))
        {
            Vector256<double> all = Unsafe.BitCast<V, Vector256<double>>(value);
            (Avx.IsSupported ? Avx.ConvertToVector128Single(all) : Vector128.Narrow(all.GetLower(), all.GetUpper())).Store(target);
        }
        else if (typeof(V) == typeof(Lanes128<double>))
        {
            Vector128<double> all = Unsafe.BitCast<V, Vector128<double>>(value);
            Unsafe.WriteUnaligned(target, Vector128.Narrow(all, all).AsDouble().ToScalar());
        }
        else
        {
            *target = (float)V.Get(value, 0);
        }
    }
}
