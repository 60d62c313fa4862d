using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Forward pass of the normalisations that treat each row alone.</summary>
internal unsafe struct RowNorm<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;
    public T* X, Y, Gamma, Beta, Mean, Rstd;
    public long Rows, Width;
    public double Epsilon;
    public bool Centred;

    /// <summary>Normalises all rows.</summary>
    public void Forward()
    {
        if (Width == 0) return;
        WorkPool.For(Rows, Math.Max(1, Grain / Width), ref this);
    }

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        for (long r = start; r < end; r++)
        {
            Moments moments = Moments.Of(X + r * Width, Width);
            T mean = Centred ? MachineVector.FromDouble<T>(moments.Mean) : T.Zero;
            T rstd = MachineVector.FromDouble<T>(1 / Math.Sqrt((Centred ? moments.Variance : moments.MeanSquare) + Epsilon));
            if (Mean != null) Mean[r] = mean;
            if (Rstd != null) Rstd[r] = rstd;
            Row(X + r * Width, mean, rstd, Y + r * Width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Row(T* x, T mean, T rstd, T* y)
    {
        T* gamma = Gamma, beta = Beta;
        long width = Width, i = 0;
        Vector<T> means = new(mean), scale = new(rstd);
        for (; i <= width - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> v = (MachineVector.Load(x + i) - means) * scale;
            if (beta != null) v = MachineVector.Fma(v, gamma != null ? MachineVector.Load(gamma + i) : Vector<T>.One, MachineVector.Load(beta + i));
            else if (gamma != null) v *= MachineVector.Load(gamma + i);
            MachineVector.Store(y + i, v);
        }

        for (; i < width; i++)
        {
            T v = (x[i] - mean) * rstd;
            if (gamma != null) v *= gamma[i];
            y[i] = beta != null ? v + beta[i] : v;
        }
    }
}
