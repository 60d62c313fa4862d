using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Copying;
using Nabla.Kernels.Indexing;
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

    private const int MostTurned = 16384;

    // The axis is the last one: an output at a time.
    private readonly struct Lines<T>(T* x, T* y, int inputs, int outputs, int* starts, int* sources, T* weights) : IRangeBody where T : unmanaged, INumber<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long start, long end)
        {
            long o = start;
            if (Width.Is256) o = Blocks<Lanes256<T>>(o, end);
            else if (Width.Is128) o = Blocks<Lanes128<T>>(o, end);
            for (; o < end; o++)
            {
                T* from = x + (o * inputs);
                T* to = y + (o * outputs);
                for (int j = 0; j < outputs; j++)
                {
                    int tap = starts[j], last = starts[j + 1];
                    T sum = tap < last ? from[sources[tap]] * weights[tap] : T.Zero;
                    for (tap++; tap < last; tap++) sum += from[sources[tap]] * weights[tap];
                    to[j] = sum;
                }
            }
        }

        // As many lines as there are lanes are turned, so that their values at one position are a vector, and back.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private long Blocks<V>(long start, long end) where V : struct, ILanes<V, T>
        {
            const int Tile = 64;
            if (end - start < V.Count || inputs > MostTurned) return start;
            using Scratch<T> scratch = new((inputs + Tile) * V.Count);
            T* turned = scratch.Pointer, results = turned + ((long)inputs * V.Count);
            long o = start;
            for (; o <= end - V.Count; o += V.Count)
            {
                TransposeTile.Run(x + (o * inputs), inputs, turned, V.Count, inputs, V.Count);
                for (int j = 0; j < outputs; j += Tile)
                {
                    int count = Math.Min(Tile, outputs - j);
                    for (int i = 0; i < count; i++)
                    {
                        int tap = starts[j + i], last = starts[j + i + 1];
                        V sum = V.Zero;
                        if (tap < last) sum = V.Load(turned + ((long)sources[tap] * V.Count)) * V.Broadcast(weights[tap]);
                        for (tap++; tap < last; tap++) sum += V.Load(turned + ((long)sources[tap] * V.Count)) * V.Broadcast(weights[tap]);
                        V.Store(results + (i * V.Count), sum);
                    }
                    TransposeTile.Run(results, V.Count, y + (o * outputs) + j, outputs, V.Count, count);
                }
            }
            return o;
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
