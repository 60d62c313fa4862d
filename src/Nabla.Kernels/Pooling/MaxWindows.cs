using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>Maxima over box windows given by tables: rows vectorised across the width, then scalar along the row.</summary>
internal static unsafe class MaxWindows<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;

    public static void Run(T* x, long planes, in WindowTable depth, in WindowTable height, in WindowTable width, T* y, long* indices)
    {
        long rows = (long)depth.Count * height.Count, size = (long)depth.Input * height.Input * width.Input;
        MaxStrided<T>.CheckReach((long)depth.Input * height.Input * width.Input);
        var body = new Body { X = x, Y = y, Indices = indices, Depth = depth, Height = height, Width = width };
        WorkPool.For(planes * rows, Math.Max(1, Grain / (size / rows + width.Count)), ref body);
    }

    private struct Body : IRangeBody
    {
        public T* X, Y;
        public long* Indices;
        public WindowTable Depth, Height, Width;

        public readonly void Invoke(long start, long end)
        {
            int width = Width.Input;
            using var scratch = new Scratch<T>(2L * width);
            T* best = scratch.Pointer, place = best + width;
            long rows = (long)Depth.Count * Height.Count, size = (long)Depth.Input * Height.Input * width;
            for (long r = start; r < end; r++)
            {
                long d = r % rows / Height.Count, h = r % Height.Count;
                T* x = X + r / rows * size;
                bool first = true;
                for (int z = Depth.Start[d]; z < Depth.End[d]; z++)
                {
                    for (int row = Height.Start[h]; row < Height.End[h]; row++, first = false)
                    {
                        long offset = ((long)z * Height.Input + row) * width;
                        if (first) MaxRows.First(x + offset, width, T.CreateTruncating(offset), best, place);
                        else MaxRows.Next(x + offset, width, T.CreateTruncating(offset), best, place);
                    }
                }

                Across(best, place, r * Width.Count);
            }
        }

        private readonly void Across(T* best, T* place, long output)
        {
            for (int w = 0; w < Width.Count; w++)
            {
                int at = Width.Start[w];
                for (int i = at + 1; i < Width.End[w]; i++)
                {
                    if (MaxRows.Wins(best[i], place[i], best[at], place[at])) at = i;
                }

                Y[output + w] = best[at];
                if (Indices != null) Indices[output + w] = long.CreateTruncating(place[at]);
            }
        }
    }
}
