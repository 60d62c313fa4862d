using System.Numerics;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Losses;

/// <summary>
/// Work of the cross-entropy, strip by strip: a strip is up to 64 neighbouring positions of one sample (one when the classes are contiguous),
/// so that every pass over the classes reads whole vectors and stays in cache. Strip bounds depend on the shape alone.
/// </summary>
internal unsafe struct CrossEntropyJob<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Strip = 64;
    private const long Grain = 8192;
    private bool _backward;
    private long _strips;
    public T* X, Weight, Probabilities, LogSumExp, Losses, G, Gx;
    public long* Target;
    public long N, Classes, Inner, IgnoreIndex;
    public int GStride;
    public double Smoothing, WeightSum, Scale;

    /// <summary>Runs the forward or the backward pass.</summary>
    public void Run(bool backward)
    {
        if (N * Inner == 0 || Classes == 0) return;
        _backward = backward;
        _strips = Chunks.Count(Inner, Strip);
        WorkPool.For(N * _strips, Math.Max(1, Grain / (Classes * Math.Min(Inner, Strip))), ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        if (Inner == 1 && Probabilities == null && Smoothing == 0)
        {
            if (_backward) CrossEntropyRows.Backward(this, start, end);
            else CrossEntropyRows.Forward(this, start, end);
            return;
        }
        for (long s = start; s < end; s++)
        {
            long n = s / _strips, first = s % _strips * Strip;
            int count = (int)Math.Min(Strip, Inner - first);
            if (_backward) Backward(n, first, count);
            else Forward(n, first, count);
        }
    }

    private readonly void Forward(long n, long first, int count)
    {
        T* x = X + n * Classes * Inner + first, z = LogSumExp + n * Inner + first, losses = Losses + n * Inner + first;
        LogSumExpStrip.Run(x, Classes, Inner, count, z);
        double* all = stackalloc double[Strip];
        if (Inner == 1 && (Probabilities != null || Smoothing > 0)) all[0] = WeightedSum(x, Probabilities == null ? null : Probabilities + n * Classes, *z);
        else if (Probabilities != null || Smoothing > 0) WeightedSums(n, first, count, z, all);
        for (int i = 0; i < count; i++)
        {
            if (Probabilities != null)
            {
                losses[i] = MachineVector.FromDouble<T>(all[i]);
                continue;
            }

            long y = Target[n * Inner + first + i];
            if (y == IgnoreIndex)
            {
                losses[i] = T.Zero;
                continue;
            }

            double loss = WeightOf(y) * (MachineVector.ToDouble(z[i]) - MachineVector.ToDouble(x[y * Inner + i]));
            if (Smoothing > 0) loss = (1 - Smoothing) * loss + Smoothing / Classes * all[i];
            losses[i] = MachineVector.FromDouble<T>(loss);
        }
    }

    /// <summary>The same sum over contiguous classes, in vectors of T for every 512 of them.</summary>
    private readonly double WeightedSum(T* x, T* t, T z)
    {
        const long Block = 512;
        var shift = new Vector<T>(z);
        Vector<T> keep = new(MachineVector.FromDouble<T>(1 - Smoothing)), spread = new(MachineVector.FromDouble<T>(Smoothing / Classes));
        double total = 0;
        long c = 0;
        for (long start = 0; start < Classes; start += Block)
        {
            long end = Math.Min(Classes, start + Block);
            Vector<T> sum = default;
            for (; c <= end - Vector<T>.Count; c += Vector<T>.Count)
            {
                Vector<T> v = shift - MachineVector.Load(x + c);
                if (t != null) v *= MachineVector.Fma(keep, MachineVector.Load(t + c), spread);
                if (Weight != null) v *= MachineVector.Load(Weight + c);
                sum += v;
            }

            total += MachineVector.ToDouble(Vector.Sum(sum));
        }

        for (; c < Classes; c++)
        {
            double v = WeightOf(c) * (MachineVector.ToDouble(z) - MachineVector.ToDouble(x[c]));
            total += t == null ? v : v * ((1 - Smoothing) * MachineVector.ToDouble(t[c]) + Smoothing / Classes);
        }

        return total;
    }

    /// <summary>Σ w·t·(z - x) over the classes, with t the smoothed probabilities, or one for class targets.</summary>
    private readonly void WeightedSums(long n, long first, int count, T* z, double* sums)
    {
        T* x = X + n * Classes * Inner + first, t = Probabilities == null ? null : Probabilities + n * Classes * Inner + first;
        new Span<double>(sums, count).Clear();
        double keep = 1 - Smoothing, spread = Smoothing / Classes;
        for (long c = 0; c < Classes; c++)
        {
            double w = WeightOf(c);
            for (int i = 0; i < count; i++)
            {
                double factor = t == null ? w : w * (keep * MachineVector.ToDouble(t[c * Inner + i]) + spread);
                sums[i] += factor * (MachineVector.ToDouble(z[i]) - MachineVector.ToDouble(x[c * Inner + i]));
            }
        }
    }

    private readonly void Backward(long n, long first, int count)
    {
        T* factor = stackalloc T[Strip], upstream = stackalloc T[Strip];
        long position = n * Inner + first, offset = n * Classes * Inner + first;
        Factors(position, offset, count, factor, upstream);
        if (count == 1 && Inner == 1) SoftmaxRow(X + offset, LogSumExp[position], factor[0], Gx + offset);
        else SoftmaxStrip(X + offset, LogSumExp + position, count, factor, Gx + offset);
        if (Probabilities != null) SubtractProbabilities(Probabilities + offset, count, upstream, Gx + offset);
        else SubtractClasses(position, count, upstream, Gx + offset);
    }

    /// <summary>What the softmax is multiplied by: the upstream gradient times the sum of the weighted targets.</summary>
    private readonly void Factors(long position, long offset, int count, T* factor, T* upstream)
    {
        double keep = 1 - Smoothing, spread = Smoothing / Classes;
        double* mass = stackalloc double[Strip];
        new Span<double>(mass, count).Clear();
        for (long c = 0; Probabilities != null && c < Classes; c++)
        {
            double w = WeightOf(c);
            for (int i = 0; i < count; i++) mass[i] += w * (keep * MachineVector.ToDouble(Probabilities[offset + c * Inner + i]) + spread);
        }

        for (int i = 0; i < count; i++)
        {
            double g = MachineVector.ToDouble(G[GStride * (position + i)]) * Scale;
            if (Probabilities == null && Target[position + i] == IgnoreIndex) g = 0;
            else if (Probabilities == null) mass[i] = keep * WeightOf(Target[position + i]) + spread * WeightSum;
            upstream[i] = MachineVector.FromDouble<T>(g);
            factor[i] = MachineVector.FromDouble<T>(g * mass[i]);
        }
    }

    private readonly void SoftmaxRow(T* x, T z, T factor, T* gx)
    {
        if (factor == T.Zero)
        {
            for (long c = 0; c < Classes; c++) gx[c] = T.Zero;
            return;
        }

        Vector<T> shift = new(z), factors = new(factor);
        long i = 0;
        for (; i <= Classes - Vector<T>.Count; i += Vector<T>.Count)
            MachineVector.Store(gx + i, MachineMath.ExpNonPositive(MachineVector.Load(x + i) - shift) * factors);
        if (i == Classes) return;
        T* last = stackalloc T[Vector<T>.Count];
        for (long c = i; c < i + Vector<T>.Count; c++) last[c - i] = c < Classes ? x[c] : z;
        MachineVector.Store(last, MachineMath.ExpNonPositive(MachineVector.Load(last) - shift) * factors);
        for (long c = i; c < Classes; c++) gx[c] = last[c - i];
    }

    private readonly void SoftmaxStrip(T* x, T* z, int count, T* factor, T* gx)
    {
        for (long c = 0; c < Classes; c++, x += Inner, gx += Inner)
        {
            int i = 0;
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> f = MachineVector.Load(factor + i), e = MachineMath.ExpNonPositive(MachineVector.Load(x + i) - MachineVector.Load(z + i));
                MachineVector.Store(gx + i, Vector.ConditionalSelect(Vector.Equals(f, Vector<T>.Zero), f, e * f));
            }

            for (; i < count; i++) gx[i] = factor[i] == T.Zero ? T.Zero : MachineMath.ExpNonPositive(x[i] - z[i]) * factor[i];
        }
    }

    private readonly void SubtractClasses(long position, int count, T* upstream, T* gx)
    {
        if (Smoothing > 0) SubtractShare(count, upstream, gx);
        for (int i = 0; i < count; i++)
        {
            long y = Target[position + i];
            if (y == IgnoreIndex) continue;
            double g = MachineVector.ToDouble(upstream[i]);
            gx[y * Inner + i] -= MachineVector.FromDouble<T>(g * (1 - Smoothing) * WeightOf(y));
        }
    }

    /// <summary>Takes off the part of the target that smoothing spreads over all classes; ignored positions have no upstream gradient.</summary>
    private readonly void SubtractShare(int count, T* upstream, T* gx)
    {
        T spread = MachineVector.FromDouble<T>(Smoothing / Classes);
        if (Inner == 1)
        {
            T share = *upstream * spread;
            var shares = new Vector<T>(share);
            long c = 0;
            for (; c <= Classes - Vector<T>.Count; c += Vector<T>.Count)
                MachineVector.Store(gx + c, MachineVector.Load(gx + c) - (Weight == null ? shares : shares * MachineVector.Load(Weight + c)));
            for (; c < Classes; c++) gx[c] -= Weight == null ? share : share * Weight[c];
            return;
        }

        for (long c = 0; c < Classes; c++, gx += Inner)
        {
            T w = Weight == null ? spread : spread * Weight[c];
            for (int i = 0; i < count; i++) gx[i] -= upstream[i] * w;
        }
    }

    private readonly void SubtractProbabilities(T* t, int count, T* upstream, T* gx)
    {
        double keep = 1 - Smoothing, spread = Smoothing / Classes;
        for (long c = 0; c < Classes; c++)
        {
            double w = WeightOf(c);
            for (int i = 0; i < count; i++)
                gx[c * Inner + i] -= upstream[i] * MachineVector.FromDouble<T>(w * (keep * MachineVector.ToDouble(t[c * Inner + i]) + spread));
        }
    }

    /// <summary>The weight of a class.</summary>
    public readonly double WeightOf(long c) => Weight == null ? 1 : MachineVector.ToDouble(Weight[c]);
}
