using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Interpolation;

/// <summary>Resamples one axis of a dense array: y[o, j, i] = Σ weight · x[o, source, i] over the taps of j.</summary>
public static unsafe class Resample
{
    /// <summary>Runs; every output has the same bits for any number of threads.</summary>
    /// <param name="x">[outer, table.Inputs, inner], dense.</param>
    /// <param name="y">[outer, table.Outputs, inner], dense; does not overlap x.</param>
    /// <param name="outer">Slices before the axis.</param>
    /// <param name="inner">Adjacent values after the axis.</param>
    /// <param name="table">The taps.</param>
    public static void Run<T>(T* x, T* y, long outer, long inner, ResampleTable table) where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        if (outer == 0 || inner == 0 || table.Outputs == 0) return;
        double[] wide = table.Weights;
        float[] narrow = table.Singles;
        fixed (double* doubles = wide)
        fixed (float* singles = narrow)
        fixed (int* starts = table.Starts, sources = table.Sources)
        {
            T* weights = typeof(T) == typeof(double) ? (T*)doubles : (T*)singles;
            if (inner == 1)
            {
                Lines<T> body = new(x, y, table.Inputs, table.Outputs, starts, sources, weights);
                WorkPool.For(outer, Math.Max(1, 16384 / (table.Outputs + table.Sources.Length)), ref body);
            }
            else
            {
                Rows<T> body = new(x, y, table.Inputs, table.Outputs, inner, starts, sources, weights);
                WorkPool.For(outer * table.Outputs, Math.Max(1, 16384 / inner), ref body);
            }
        }
    }

    // The axis is the last one: an output at a time.
    private readonly struct Lines<T>(T* x, T* y, int inputs, int outputs, int* starts, int* sources, T* weights) : IRangeBody where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            for (long o = start; o < end; o++)
            {
                T* from = x + (o * inputs);
                T* to = y + (o * outputs);
                for (int j = 0; j < outputs; j++)
                {
                    int tap = starts[j], last = starts[j + 1];
                    if (last - tap == 2)
                    {
                        to[j] = (from[sources[tap]] * weights[tap]) + (from[sources[tap + 1]] * weights[tap + 1]);
                        continue;
                    }
                    T sum = T.Zero;
                    for (; tap < last; tap++) sum += from[sources[tap]] * weights[tap];
                    to[j] = sum;
                }
            }
        }
    }

    // Whole rows are weighed: vectors along them.
    private readonly struct Rows<T>(T* x, T* y, int inputs, int outputs, long inner, int* starts, int* sources, T* weights) : IRangeBody where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            for (long row = start; row < end; row++)
            {
                long o = row / outputs;
                int j = (int)(row - (o * outputs));
                T* from = x + (o * inputs * inner);
                T* to = y + (row * inner);
                int tap = starts[j], last = starts[j + 1];
                if (last == tap)
                {
                    new Span<T>(to, checked((int)inner)).Clear();
                    continue;
                }
                if (Width.Is256) Row<Lanes256<T>>(from, to, tap, last);
                else if (Width.Is128) Row<Lanes128<T>>(from, to, tap, last);
                else Row<Lanes1<T>>(from, to, tap, last);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Row<V>(T* from, T* to, int first, int last) where V : struct, ILanes<V, T>
        {
            long i = 0;
            for (; i <= inner - V.Count; i += V.Count)
            {
                V sum = V.Load(from + (sources[first] * inner) + i) * V.Broadcast(weights[first]);
                for (int tap = first + 1; tap < last; tap++) sum += V.Load(from + (sources[tap] * inner) + i) * V.Broadcast(weights[tap]);
                V.Store(to + i, sum);
            }
            for (; i < inner; i++)
            {
                T sum = from[(sources[first] * inner) + i] * weights[first];
                for (int tap = first + 1; tap < last; tap++) sum += from[(sources[tap] * inner) + i] * weights[tap];
                to[i] = sum;
            }
        }
    }
}
