using System.Numerics;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Normalization;

/// <summary>Statistics of [n, channels]: blocks of 128 channels, all samples of a block at a time.</summary>
internal unsafe struct BatchStatisticsColumns<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Channels of a block.</summary>
    public const long Width = 128;

    /// <summary>The pass they belong to.</summary>
    public BatchNormForward<T> Job;

    /// <inheritdoc/>
    public readonly void Invoke(long start, long end)
    {
        double* sum = stackalloc double[(int)Width], squares = stackalloc double[(int)Width];
        for (long b = start; b < end; b++)
        {
            long first = b * Width, count = Math.Min(Width, Job.Channels - first);
            new Span<double>(sum, (int)Width).Clear();
            new Span<double>(squares, (int)Width).Clear();
            for (long i = 1; i < Job.N; i++) Add(Job.X + first, i * Job.Channels, count, sum, squares);
            for (long c = 0; c < count; c++)
            {
                double mean = sum[c] / Job.N;
                Job.Finish(first + c, new Moments { Count = Job.N, Mean = MachineVector.ToDouble(Job.X[first + c]) + mean, Squares = Math.Max(0, squares[c] - (sum[c] * mean)) });
            }
        }
    }

    private static void Add(T* pivot, long offset, long count, double* sum, double* squares)
    {
        T* row = pivot + offset;
        long c = 0;
        for (; c <= count - Vector<T>.Count; c += Vector<T>.Count)
        {
            MachineVector.Widen(MachineVector.Load(row + c) - MachineVector.Load(pivot + c), out Vector<double> low, out Vector<double> high);
            MachineVector.Accumulate<T>(sum + c, low, high);
            MachineVector.Accumulate<T>(squares + c, low * low, high * high);
        }

        for (; c < count; c++)
        {
            double d = MachineVector.ToDouble(row[c] - pivot[c]);
            sum[c] += d;
            squares[c] += d * d;
        }
    }
}
