using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Losses;

/// <summary>log Σ exp over the classes of up to 64 neighbouring positions, around their maxima; NaN spoils its own position only.</summary>
internal static unsafe class LogSumExpStrip
{
    private const int Width = 64;

    /// <summary>z[i] = log Σ exp x[c·stride + i].</summary>
    public static void Run<T>(T* x, long classes, long stride, int count, T* z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (stride == 1)
        {
            *z = Row(x, classes);
            return;
        }

        T* max = stackalloc T[Width], sum = stackalloc T[Width];
        for (int i = 0; i < count; i++) (max[i], sum[i]) = (x[i], T.Zero);
        for (long c = 1; c < classes; c++) Raise(x + c * stride, count, max);
        for (long c = 0; c < classes; c++) AddExp(x + c * stride, count, max, sum);
        for (int i = 0; i < count; i++) z[i] = Join(max[i], MachineVector.ToDouble(sum[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Row<T>(T* x, long classes) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const long Block = 1024;
        int lanes = Vector<T>.Count;
        long whole = classes / lanes * lanes, i = 0;
        var least = T.NegativeInfinity;
        Vector<T> tail = whole < classes ? MachineVector.LoadTail(x, classes, classes - whole, least) : new Vector<T>(least), high = tail;
        for (; i < whole; i += lanes)
        {
            Vector<T> v = MachineVector.Load(x + i);
            high = Vector.ConditionalSelect(Vector.GreaterThan(v, high), v, high);
        }

        T max = MachineVector.Max(high);
        var shift = new Vector<T>(max);
        double total = whole < classes ? MachineVector.ToDouble(Vector.Sum(MachineMath.ExpNonPositive(tail - shift))) : 0;
        for (long start = 0; start < whole; start += Block)
        {
            long end = Math.Min(whole, start + Block);
            Vector<T> even = default, odd = default;
            for (i = start; i <= end - 2 * lanes; i += 2 * lanes)
            {
                even += MachineMath.ExpNonPositive(MachineVector.Load(x + i) - shift);
                odd += MachineMath.ExpNonPositive(MachineVector.Load(x + i + lanes) - shift);
            }

            if (i < end) even += MachineMath.ExpNonPositive(MachineVector.Load(x + i) - shift);
            total += MachineVector.ToDouble(Vector.Sum(even + odd));
        }

        return Join(max, total);
    }

    private static T Join<T>(T max, double sum) where T : unmanaged => MachineVector.FromDouble<T>(MachineVector.ToDouble(max) + Math.Log(sum));

    private static void Raise<T>(T* x, int count, T* max) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> v = MachineVector.Load(x + i), high = MachineVector.Load(max + i);
            MachineVector.Store(max + i, Vector.ConditionalSelect(Vector.GreaterThan(v, high), v, high));
        }

        for (; i < count; i++) max[i] = x[i] > max[i] ? x[i] : max[i];
    }

    private static void AddExp<T>(T* x, int count, T* max, T* sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
            MachineVector.Store(sum + i, MachineVector.Load(sum + i) + MachineMath.ExpNonPositive(MachineVector.Load(x + i) - MachineVector.Load(max + i)));
        for (; i < count; i++) sum[i] += MachineMath.ExpNonPositive(x[i] - max[i]);
    }
}
