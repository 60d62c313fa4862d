using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>One channel's affine map y = (x - Mean)·Scale + Shift, with an optional ReLU behind it.</summary>
internal struct Affine<T>
{
    /// <summary>Subtracted first.</summary>
    public T Mean;

    /// <summary>Factor: gamma over the standard deviation.</summary>
    public T Scale;

    /// <summary>Added last: beta.</summary>
    public T Shift;

    /// <summary>Whether negative results become zero.</summary>
    public bool Relu;
}

/// <summary>Row kernels that batch and group normalisation share; NaN passes through the ReLU both ways.</summary>
internal static unsafe class NormRows
{
    /// <summary>y = map(x).</summary>
    public static void Apply<T>(T* x, long count, in Affine<T> map, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> mean = new(map.Mean), scale = new(map.Scale), shift = new(map.Shift);
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> v = MachineVector.Fma(MachineVector.Load(x + i) - mean, scale, shift);
            if (map.Relu) v = Vector.AndNot(v, Vector.LessThanOrEqual(v, Vector<T>.Zero));
            MachineVector.Store(y + i, v);
        }

        for (; i < count; i++)
        {
            T v = T.MultiplyAddEstimate(x[i] - map.Mean, map.Scale, map.Shift);
            y[i] = map.Relu && v <= T.Zero ? T.Zero : v;
        }
    }

    /// <summary>Σ g and Σ g·(x - Mean), in double; where a fused ReLU was closed, g counts as zero.</summary>
    public static (double Sum, double Product) GradientSums<T>(T* g, T* x, long count, in Affine<T> map) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> mean = new(map.Mean), scale = new(map.Scale), shift = new(map.Shift);
        Vector<double> sum0 = default, sum1 = default, product0 = default, product1 = default;
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> d = MachineVector.Load(x + i) - mean, v = MachineVector.Load(g + i);
            if (map.Relu) v = Open(v, MachineVector.Fma(d, scale, shift));
            MachineVector.Widen(d, out Vector<double> dLow, out Vector<double> dHigh);
            MachineVector.Widen(v, out Vector<double> vLow, out Vector<double> vHigh);
            sum0 += vLow;
            product0 = Vector.MultiplyAddEstimate(vLow, dLow, product0);
            if (typeof(T) == typeof(double)) continue;
            sum1 += vHigh;
            product1 = Vector.MultiplyAddEstimate(vHigh, dHigh, product1);
        }

        double sum = Vector.Sum(sum0 + sum1), product = Vector.Sum(product0 + product1);
        for (; i < count; i++)
        {
            T d = x[i] - map.Mean;
            if (map.Relu && T.MultiplyAddEstimate(d, map.Scale, map.Shift) <= T.Zero) continue;
            sum += MachineVector.ToDouble(g[i]);
            product += MachineVector.ToDouble(g[i]) * MachineVector.ToDouble(d);
        }

        return (sum, product);
    }

    /// <summary>gx = Scale·g + slope·(x - Mean) + offset.</summary>
    public static void GradientInput<T>(T* g, T* x, long count, in Affine<T> map, T slope, T offset, T* gx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> mean = new(map.Mean), scale = new(map.Scale), shift = new(map.Shift), slopes = new(slope), offsets = new(offset);
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> d = MachineVector.Load(x + i) - mean, v = MachineVector.Load(g + i);
            if (map.Relu) v = Open(v, MachineVector.Fma(d, scale, shift));
            MachineVector.Store(gx + i, MachineVector.Fma(scale, v, MachineVector.Fma(slopes, d, offsets)));
        }

        for (; i < count; i++)
        {
            T d = x[i] - map.Mean, v = g[i];
            if (map.Relu && T.MultiplyAddEstimate(d, map.Scale, map.Shift) <= T.Zero) v = T.Zero;
            gx[i] = T.MultiplyAddEstimate(map.Scale, v, T.MultiplyAddEstimate(slope, d, offset));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Open<T>(Vector<T> g, Vector<T> before) => Vector.AndNot(g, Vector.LessThanOrEqual(before, Vector<T>.Zero));
}
