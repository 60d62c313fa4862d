using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>
/// Maxima over regular windows. The rows of a window are joined first, vectorised across the width. The joined row is then split into
/// Stride phases, element q of phase r being column q·Stride + r, so that tap t of neighbouring windows is contiguous for any stride.
/// </summary>
internal static unsafe class MaxStrided<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;
    private const long Reach = 1L << 24;

    public static void Run(T* x, long planes, in PoolGeometry geometry, T* y, long* indices)
    {
        PoolAxis depth = geometry.Depth, height = geometry.Height, width = geometry.Width;
        CheckReach(((long)depth.Kernel * depth.Dilation * height.Input + (long)height.Kernel * height.Dilation) * width.Input);
        var body = new Body { X = x, Y = y, Indices = indices, Depth = depth, Height = height, Width = width };
        long cost = (long)depth.Kernel * height.Kernel * width.Input + (long)width.Kernel * width.Output;
        WorkPool.For(planes * depth.Output * height.Output, Math.Max(1, Grain / cost), ref body);
    }

    /// <summary>Refuses windows whose places float could not hold exactly.</summary>
    public static void CheckReach(long reach)
    {
        if (typeof(T) == typeof(float) && reach >= Reach)
            throw new ArgumentException($"A pooling window may reach over at most {Reach - 1} elements of a float plane, not {reach}.", nameof(reach));
    }

    private struct Body : IRangeBody
    {
        public T* X, Y;
        public long* Indices;
        public PoolAxis Depth, Height, Width;

        public readonly void Invoke(long start, long end)
        {
            int width = Width.Input, outputs = Width.Output, stride = Width.Stride;
            int lanes = Vector<T>.Count;

            // Row columns, then the phases: PadLeft phase elements before column 0, and enough behind the last window.
            int left = (Width.Padding + stride - 1) / stride;
            int phase = left + outputs + ((Width.Kernel - 1) * Width.Dilation + stride) / stride + width / stride + 2 * lanes;
            using var scratch = new Scratch<T>(2L * width + 2L * phase * stride + 2L * (outputs + lanes));
            T* best = scratch.Pointer, place = best + width;
            T* values = place + width, places = values + (long)phase * stride;
            T* result = places + (long)phase * stride, where = result + outputs + lanes;
            bool tracked = Indices != null;
            new Span<T>(values, phase * stride).Fill(T.NegativeInfinity);
            new Span<T>(places, phase * stride).Fill(T.CreateTruncating(typeof(T) == typeof(float) ? Reach : 1L << 52));
            long rows = (long)Depth.Output * Height.Output, size = (long)Depth.Input * Height.Input * width;
            (long plane, long rest) = Math.DivRem(start, rows);
            (long d, long h) = Math.DivRem(rest, Height.Output);
            for (long r = start; r < end; r++, h++)
            {
                if (h == Height.Output) (d, h) = (d + 1, 0);
                if (d == Depth.Output) (plane, d) = (plane + 1, 0);
                long origin = JoinRows(X + plane * size, Depth.Start((int)d), Height.Start((int)h), best, tracked ? place : null);
                Split(best, values, phase, left);
                if (tracked) Split(place, places, phase, left);
                if (tracked) Across(values, places, phase, left, result, where);
                else Across(values, phase, left, result);
                new Span<T>(result, outputs).CopyTo(new Span<T>(Y + r * outputs, outputs));
                if (tracked) WriteIndices(where, origin, outputs, Width.Dilation > 1, size, Indices + r * outputs);
            }
        }

        /// <summary>Joins the rows of the windows that start at (d, h); returns the place all others are relative to.</summary>
        private readonly long JoinRows(T* x, int d, int h, T* best, T* place)
        {
            int width = Width.Input;
            long origin = -1;
            for (int i = 0, z = d; i < Depth.Kernel; i++, z += Depth.Dilation)
            {
                if ((uint)z >= (uint)Depth.Input) continue;
                for (int j = 0, row = h; j < Height.Kernel; j++, row += Height.Dilation)
                {
                    if ((uint)row >= (uint)Height.Input) continue;
                    long offset = ((long)z * Height.Input + row) * width;
                    if (origin < 0)
                    {
                        origin = offset;
                        MaxRows.First(x + offset, width, T.Zero, best, place);
                    }
                    else
                    {
                        MaxRows.Next(x + offset, width, T.CreateTruncating(offset - origin), best, place);
                    }
                }
            }

            if (origin >= 0) return origin;
            new Span<T>(best, width).Fill(T.NegativeInfinity);
            if (place != null) new Span<T>(place, width).Clear();
            return 0;
        }

        private readonly void Split(T* row, T* phases, int phase, int left)
        {
            int width = Width.Input, stride = Width.Stride, c = 0, q = left;
            if (stride == 1)
            {
                new Span<T>(row, width).CopyTo(new Span<T>(phases + left, width));
                return;
            }

            if (stride == 2 && sizeof(T) == 4)
            {
                int lanes = Vector<ulong>.Count;
                for (; c <= width - 4 * lanes; c += 4 * lanes, q += 2 * lanes)
                {
                    var a = Unsafe.ReadUnaligned<Vector<ulong>>(row + c);
                    var b = Unsafe.ReadUnaligned<Vector<ulong>>(row + c + 2 * lanes);
                    Unsafe.WriteUnaligned(phases + q, Vector.Narrow(a, b));
                    Unsafe.WriteUnaligned(phases + phase + q, Vector.Narrow(a >> 32, b >> 32));
                }
            }

            for (int p = 0; c < width; c++)
            {
                phases[p * phase + q] = row[c];
                if (++p < stride) continue;
                p = 0;
                q++;
            }
        }

        /// <summary>Position of tap <paramref name="t"/> of window 0 among the phases.</summary>
        private readonly long Tap(int t, int phase, int left)
        {
            int column = t * Width.Dilation - Width.Padding + left * Width.Stride;
            return (long)(column % Width.Stride) * phase + column / Width.Stride;
        }

        private readonly void Across(T* values, T* places, int phase, int left, T* result, T* where)
        {
            long first = Tap(0, phase, left);
            for (int o = 0; o < Width.Output; o += Vector<T>.Count)
            {
                Vector<T> v = MachineVector.Load(values + first + o), p = MachineVector.Load(places + first + o);
                for (int t = 1; t < Width.Kernel; t++)
                {
                    long tap = Tap(t, phase, left) + o;
                    Vector<T> w = MachineVector.Load(values + tap), u = MachineVector.Load(places + tap);
                    Vector<T> take = MaxRows.WinMask(w, u, v, p);
                    v = Vector.ConditionalSelect(take, w, v);
                    p = Vector.ConditionalSelect(take, u, p);
                }

                MachineVector.Store(result + o, v);
                MachineVector.Store(where + o, p);
            }
        }

        private readonly void Across(T* values, int phase, int left, T* result)
        {
            long first = Tap(0, phase, left);
            for (int o = 0; o < Width.Output; o += Vector<T>.Count)
            {
                Vector<T> v = MachineVector.Load(values + first + o);
                for (int t = 1; t < Width.Kernel; t++)
                {
                    Vector<T> w = MachineVector.Load(values + Tap(t, phase, left) + o);
                    v = Vector.ConditionalSelect(Vector.GreaterThan(w, v) | ~Vector.Equals(w, w), w, v);
                }

                MachineVector.Store(result + o, v);
            }
        }

        private static void WriteIndices(T* where, long origin, int count, bool mayMiss, long size, long* indices)
        {
            int o = 0;
            if (typeof(T) == typeof(float))
            {
                var base0 = new Vector<long>(origin);
                for (; o <= count - Vector<float>.Count; o += Vector<float>.Count)
                {
                    Vector.Widen(Vector.ConvertToInt32Native(MachineVector.Load(where + o).As<T, float>()), out Vector<long> low, out Vector<long> high);
                    MachineVector.Store(indices + o, low + base0);
                    MachineVector.Store(indices + o + Vector<long>.Count, high + base0);
                }
            }

            for (; o < count; o++) indices[o] = origin + (long)MachineVector.ToDouble(where[o]);
            if (!mayMiss) return;
            // A window that misses the input altogether (dilation across it) reports a place behind it.
            for (o = 0; o < count; o++) indices[o] = Math.Min(indices[o], size - 1);
        }
    }
}
