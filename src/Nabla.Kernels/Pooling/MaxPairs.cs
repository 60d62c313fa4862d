using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>Maxima over windows of 2x2 with stride 2 and no padding, the commonest of all: four outputs at a time, no working memory.</summary>
/// <remarks>Narrow rows end with a vector that overlaps the one before.</remarks>
internal static unsafe class MaxPairs
{
    private const long Grain = 16384;
    private const int Lanes = 4;

    /// <summary>Whether the windows are of this kind.</summary>
    public static bool Fits(in PoolGeometry geometry) =>
        Vector128.IsHardwareAccelerated && geometry.Depth is { Kernel: 1, Input: 1, Output: 1, Padding: 0 } && IsPairs(geometry.Height) && IsPairs(geometry.Width)
        && (long)geometry.Height.Input * geometry.Width.Input < int.MaxValue;

    public static void Run(float* x, long planes, in PoolGeometry geometry, float* y, long* indices)
    {
        var body = new Body { X = x, Y = y, Indices = indices, Height = geometry.Height, Width = geometry.Width };
        WorkPool.For(planes * geometry.Height.Output, Math.Max(1, Grain / (2L * Math.Max(1, geometry.Width.Input))), ref body);
    }

    private static bool IsPairs(in PoolAxis axis) => axis is { Kernel: 2, Stride: 2, Padding: 0, Dilation: 1 } && 2 * axis.Output <= axis.Input;

    private struct Body : IRangeBody
    {
        public float* X, Y;
        public long* Indices;
        public PoolAxis Height, Width;

        public readonly void Invoke(long start, long end)
        {
            int outputs = Width.Output, width = Width.Input, rows = Height.Output;
            (long plane, long row) = Math.DivRem(start, rows);
            for (long r = start; r < end; r++, row++)
            {
                if (row == rows) (plane, row) = (plane + 1, 0);
                float* x = X + ((plane * Height.Input) + (2 * row)) * width;
                float* y = Y + (r * outputs);
                int place = (int)(2 * row * width);
                int o = 0;
                if (outputs >= Lanes)
                {
                    for (; o <= outputs - Lanes; o += Lanes) Four(x + (2 * o), width, place + (2 * o), y + o, Indices == null ? null : Indices + (r * outputs) + o);
                    if (o == outputs) continue;
                    o = outputs - Lanes;
                    Four(x + (2 * o), width, place + (2 * o), y + o, Indices == null ? null : Indices + (r * outputs) + o);
                    continue;
                }

                for (; o < outputs; o++)
                {
                    float* at = x + (2 * o);
                    float best = at[0];
                    int where = place + (2 * o), found = where;
                    Take(at[1], where + 1, ref best, ref found);
                    Take(at[width], where + width, ref best, ref found);
                    Take(at[width + 1], where + width + 1, ref best, ref found);
                    y[o] = best;
                    if (Indices != null) Indices[(r * outputs) + o] = found;
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Take(float value, int place, ref float best, ref int found)
        {
            if (!(value > best) && !float.IsNaN(value)) return;
            best = value;
            found = place;
        }

        /// <summary>Four neighbouring windows; a later value counts when it is greater, or NaN.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Four(float* x, int width, int place, float* y, long* indices)
        {
            Vector128<float> a = Vector128.Load(x), b = Vector128.Load(x + 4), c = Vector128.Load(x + width), d = Vector128.Load(x + width + 4);
            Vector128<float> best = Even(a, b);
            Vector128<int> where = Vector128.Create(0, 2, 4, 6) + Vector128.Create(place);
            Vector128<int> found = where;
            Take(Odd(a, b), where + Vector128<int>.One, ref best, ref found);
            where += Vector128.Create(width);
            Take(Even(c, d), where, ref best, ref found);
            Take(Odd(c, d), where + Vector128<int>.One, ref best, ref found);
            best.Store(y);
            if (indices == null) return;
            (Vector128<long> low, Vector128<long> high) = Vector128.Widen(found);
            low.Store(indices);
            high.Store(indices + 2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Take(Vector128<float> value, Vector128<int> place, ref Vector128<float> best, ref Vector128<int> found)
        {
            Vector128<float> take = Vector128.GreaterThan(value, best) | ~Vector128.Equals(value, value);
            best = Vector128.ConditionalSelect(take, value, best);
            found = Vector128.ConditionalSelect(take.AsInt32(), place, found);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Even(Vector128<float> a, Vector128<float> b) =>
            Vector128.Narrow(a.AsUInt64(), b.AsUInt64()).AsSingle();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Odd(Vector128<float> a, Vector128<float> b) =>
            Vector128.Narrow(a.AsUInt64() >> 32, b.AsUInt64() >> 32).AsSingle();
    }
}
