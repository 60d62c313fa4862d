using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>
/// Maxima over wide windows that overlap, with work that hardly depends on their size. Down the rows by two scans (van Herk 1992; Gil and Werman 1993): a window is the
/// tail of one block of rows and the head of the next. Across a row by doubling: maxima of 2, 4, 8... columns, and two of them that overlap cover a window.
/// </summary>
internal static unsafe class MaxSliding<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;

    /// <summary>Whether the windows are of a kind this can do, and wide enough for it to be the faster way.</summary>
    public static bool Fits(in PoolGeometry geometry)
    {
        PoolAxis depth = geometry.Depth, height = geometry.Height, width = geometry.Width;
        if (depth.Kernel != 1 || depth.Stride != 1 || height.Dilation != 1 || width.Dilation != 1) return false;
        if ((height.Kernel > 1 && height.Stride != 1) || (typeof(T) == typeof(float) && geometry.InputSize >= 1L << 24)) return false;
        double plain = height.Kernel - 1 + (1.5 * width.Kernel * width.Output / width.Input);
        double sliding = (height.Kernel > 1 ? 4 : 1) + (1.5 * (BitOperations.Log2((uint)width.Kernel) + 1)) + 1;
        return sliding < plain;
    }

    public static void Run(T* x, long planes, in PoolGeometry geometry, T* y, long* indices)
    {
        var body = new Body { X = x, Y = y, Indices = indices, Slices = geometry.Depth.Input, Height = geometry.Height, Width = geometry.Width };
        WorkPool.For(planes * geometry.Depth.Output * geometry.Height.Output, Math.Max(geometry.Height.Kernel, Grain / (8L * geometry.Width.Input)), ref body);
    }

    private struct Body : IRangeBody
    {
        public T* X, Y;
        public long* Indices;
        public int Slices;
        public PoolAxis Height, Width;

        public readonly void Invoke(long start, long end)
        {
            int lanes = Vector<T>.Count, columns = (Width.Input + lanes - 1) / lanes * lanes, outputs = Width.Output;
            int length = Math.Max(Width.Padding + columns, ((outputs - 1) * Width.Stride) + Width.Kernel), room = length + Width.Kernel + (2 * lanes);
            long tails = (long)Height.Kernel * columns;
            using var scratch = new Scratch<T>((2 * tails) + (2L * columns) + (2L * room));
            T* tail = scratch.Pointer, tailPlace = tail + tails, head = tailPlace + tails, headPlace = head + columns, row = headPlace + columns, rowPlace = row + room;
            Forget(row, rowPlace, room);
            long plane = -1, block = -1;
            int next = 0;
            for (long r = start; r < end; r++)
            {
                int h = (int)(r % Height.Output), offset = h % Height.Kernel;
                if (plane != r / Height.Output || block != h / Height.Kernel)
                {
                    (plane, block, next) = (r / Height.Output, h / Height.Kernel, h - offset + Height.Kernel);
                    Forget(head, headPlace, columns);
                    Tails(plane, h - offset, columns, tail, tailPlace);
                }

                for (; next < h + Height.Kernel; next++) Take(plane, next - Height.Padding, head, headPlace);
                Forget(row, rowPlace, Width.Padding);
                T* target = row + Width.Padding, targetPlace = rowPlace + Width.Padding;
                long at = (long)offset * columns;
                for (int c = 0; c < columns; c += lanes) Join(tail + at + c, tailPlace + at + c, head + c, headPlace + c, target + c, targetPlace + c);
                Across(row, rowPlace, length);
                Write(row, rowPlace, r * outputs);
            }
        }

        /// <summary>The maxima of the last rows of a block: all of them, all but one, and so on.</summary>
        private readonly void Tails(long plane, int first, int columns, T* tail, T* tailPlace)
        {
            for (int row = Height.Kernel - 1; row >= 0; row--)
            {
                long at = (long)row * columns;
                if (row == Height.Kernel - 1)
                {
                    Forget(tail + at, tailPlace + at, columns);
                }
                else
                {
                    new Span<T>(tail + at + columns, columns).CopyTo(new Span<T>(tail + at, columns));
                    new Span<T>(tailPlace + at + columns, columns).CopyTo(new Span<T>(tailPlace + at, columns));
                }

                Take(plane, first + row - Height.Padding, tail + at, tailPlace + at);
            }
        }

        /// <summary>Takes in a row of the input, if there is one of that number.</summary>
        private readonly void Take(long plane, int row, T* best, T* place)
        {
            if ((uint)row >= (uint)Height.Input) return;
            int width = Width.Input, c = 0, lanes = Vector<T>.Count;
            // The plane of a volume's slice is the whole volume, in which places are counted.
            long offset = ((plane % Slices * Height.Input) + row) * width;
            T* x = X + (((plane * Height.Input) + row) * width);
            Vector<T> where = new Vector<T>(T.CreateTruncating(offset)) + Vector<T>.Indices, step = new(T.CreateTruncating(lanes));
            for (; c <= width - lanes; c += lanes, where += step)
            {
                Vector<T> v = MachineVector.Load(x + c), b = MachineVector.Load(best + c), p = MachineVector.Load(place + c);
                Vector<T> take = MaxRows.WinMask(v, where, b, p);
                MachineVector.Store(best + c, Vector.ConditionalSelect(take, v, b));
                MachineVector.Store(place + c, Vector.ConditionalSelect(take, where, p));
            }

            for (; c < width; c++)
            {
                T here = T.CreateTruncating(offset + c);
                if (MaxRows.Wins(x[c], here, best[c], place[c])) (best[c], place[c]) = (x[c], here);
            }
        }

        /// <summary>Turns every column into the maximum of the window that begins there.</summary>
        private readonly void Across(T* row, T* place, int length)
        {
            int lanes = Vector<T>.Count, span = 1;
            for (; 2 * span <= Width.Kernel; span *= 2)
            {
                for (int c = 0; c < length; c += lanes) Join(row + c, place + c, row + c + span, place + c + span, row + c, place + c);
            }

            int rest = Width.Kernel - span;
            if (rest == 0) return;
            for (int c = 0; c < length; c += lanes) Join(row + c, place + c, row + c + rest, place + c + rest, row + c, place + c);
        }

        private readonly void Write(T* row, T* place, long output)
        {
            for (int o = 0, c = 0; o < Width.Output; o++, c += Width.Stride)
            {
                Y[output + o] = row[c];
                if (Indices != null) Indices[output + o] = (long)MachineVector.ToDouble(place[c]);
            }
        }

        private static void Join(T* a, T* aPlace, T* b, T* bPlace, T* result, T* resultPlace)
        {
            Vector<T> v = MachineVector.Load(a), p = MachineVector.Load(aPlace), w = MachineVector.Load(b), u = MachineVector.Load(bPlace);
            Vector<T> take = MaxRows.WinMask(w, u, v, p);
            MachineVector.Store(result, Vector.ConditionalSelect(take, w, v));
            MachineVector.Store(resultPlace, Vector.ConditionalSelect(take, u, p));
        }

        /// <summary>Nothing seen yet: any real element wins.</summary>
        private static void Forget(T* best, T* place, int count)
        {
            new Span<T>(best, count).Fill(T.NegativeInfinity);
            new Span<T>(place, count).Fill(T.CreateTruncating(typeof(T) == typeof(float) ? 1L << 24 : 1L << 52));
        }
    }
}
