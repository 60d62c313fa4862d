using System.Numerics;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Backward pass of batch normalisation over [n, channels]: blocks of 128 channels, all samples of a block at a time.</summary>
internal unsafe struct BatchNormColumns<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Channels of a block.</summary>
    public const int Width = 128;

    /// <summary>The gradients asked for.</summary>
    public BatchNormBackward<T> Job;

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        T* maps = stackalloc T[5 * Width];
        double* sums = stackalloc double[2 * Width];
        for (long b = start; b < end; b++)
        {
            long first = b * Width;
            int count = (int)Math.Min(Width, Job.Channels - first);
            new Span<double>(sums, 2 * Width).Clear();
            for (int c = 0; c < count; c++)
            {
                Affine<T> map = Job.Map(first + c);
                (maps[c], maps[Width + c], maps[2 * Width + c]) = (map.Mean, map.Scale, map.Shift);
            }

            for (long i = 0; i < Job.N; i++) Sum(i * Job.Channels + first, count, maps, sums);
            for (int c = 0; c < count; c++)
            {
                Job.Finish(first + c, sums[c], sums[Width + c]);
                (maps[3 * Width + c], maps[4 * Width + c]) = Job.Through(first + c, sums[c], sums[Width + c]);
            }

            for (long i = 0; Job.Gx != null && i < Job.N; i++) Input(i * Job.Channels + first, count, maps);
        }
    }

    private readonly void Sum(long row, int count, T* maps, double* sums)
    {
        T* g = Job.Gy + row, x = Job.X + row;
        int c = 0;
        for (; c <= count - Vector<T>.Count; c += Vector<T>.Count)
        {
            Vector<T> d = MachineVector.Load(x + c) - MachineVector.Load(maps + c), v = Open(MachineVector.Load(g + c), d, maps + c);
            MachineVector.Widen(d, out Vector<double> dLow, out Vector<double> dHigh);
            MachineVector.Widen(v, out Vector<double> vLow, out Vector<double> vHigh);
            MachineVector.Accumulate<T>(sums + c, vLow, vHigh);
            MachineVector.Accumulate<T>(sums + Width + c, vLow * dLow, vHigh * dHigh);
        }

        for (; c < count; c++)
        {
            T d = x[c] - maps[c];
            if (IsClosed(d, maps + c)) continue;
            sums[c] += MachineVector.ToDouble(g[c]);
            sums[Width + c] += MachineVector.ToDouble(g[c]) * MachineVector.ToDouble(d);
        }
    }

    private readonly void Input(long row, int count, T* maps)
    {
        T* g = Job.Gy + row, x = Job.X + row, gx = Job.Gx + row;
        int c = 0;
        for (; c <= count - Vector<T>.Count; c += Vector<T>.Count)
        {
            Vector<T> d = MachineVector.Load(x + c) - MachineVector.Load(maps + c), v = Open(MachineVector.Load(g + c), d, maps + c);
            Vector<T> through = MachineVector.Fma(MachineVector.Load(maps + 3 * Width + c), d, MachineVector.Load(maps + 4 * Width + c));
            MachineVector.Store(gx + c, MachineVector.Fma(MachineVector.Load(maps + Width + c), v, through));
        }

        for (; c < count; c++)
        {
            T d = x[c] - maps[c], v = IsClosed(d, maps + c) ? T.Zero : g[c];
            gx[c] = T.MultiplyAddEstimate(maps[Width + c], v, T.MultiplyAddEstimate(maps[3 * Width + c], d, maps[4 * Width + c]));
        }
    }

    private readonly Vector<T> Open(Vector<T> g, Vector<T> d, T* map) =>
        Job.Activation == FusedActivation.ReLU ? Vector.AndNot(g, Vector.LessThanOrEqual(MachineVector.Fma(d, MachineVector.Load(map + Width), MachineVector.Load(map + 2 * Width)), Vector<T>.Zero)) : g;

    private readonly bool IsClosed(T d, T* map) => Job.Activation == FusedActivation.ReLU && T.MultiplyAddEstimate(d, map[Width], map[2 * Width]) <= T.Zero;
}
