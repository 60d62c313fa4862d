using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>y[..., j, ...] = x[..., index[..., j, ...], ...]: the values named by an index of the output's own shape.</summary>
public static unsafe class Gather
{
    private const long Grain = 8192;

    /// <summary>Gathers along one axis.</summary>
    /// <param name="x">Source; strided, any shape at least as large as the index outside <paramref name="axis"/>.</param>
    /// <param name="xStrides">Strides of x in elements, one per dimension of the index.</param>
    /// <param name="size">Length of x along <paramref name="axis"/>.</param>
    /// <param name="axis">The gathered axis, 0..rank-1.</param>
    /// <param name="index">Contiguous indices of shape <paramref name="shape"/>; negative ones count from the end.</param>
    /// <param name="shape">Shape of index and y; rank 1..16.</param>
    /// <param name="y">Contiguous output of shape <paramref name="shape"/>.</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    /// <exception cref="IndexRangeException">An index lies outside -size..size-1; nothing is written.</exception>
    /// <exception cref="ArgumentException">The rank, strides or axis do not fit together.</exception>
    public static void Along(void* x, ReadOnlySpan<long> xStrides, long size, int axis, long* index, ReadOnlySpan<long> shape, void* y, int elementSize)
    {
        AxisLines.CheckRank(shape, xStrides, axis);
        long total = AxisLines.Product(shape);
        IndexRange.Verify(index, total, size);
        var job = new Job { X = x, Y = y, Index = index, Strides = Extents.Of(xStrides), Shape = Extents.Of(shape), Rank = shape.Length, Axis = axis, Size = size, Total = total };
        ElementWidth.Dispatch(elementSize, ref job);
    }

    private struct Job : IWidthBody
    {
        public void* X, Y;
        public long* Index;
        public Extents Strides, Shape;
        public int Rank, Axis;
        public long Size, Total;

        public readonly void Run<T>() where T : unmanaged
        {
            long last = Shape[Rank - 1];
            if (Total == 0) return;
            var body = new Body<T> { Job = this, Last = last };
            WorkPool.For(Total / last, Math.Max(1, Grain / last), ref body);
        }
    }

    private struct Body<T> : IRangeBody where T : unmanaged
    {
        public Job Job;
        public long Last;

        public readonly void Invoke(long start, long end)
        {
            T* x = (T*)Job.X;
            long axisStride = Job.Strides[Job.Axis], size = Job.Size, last = Last;
            long lastStride = Job.Axis == Job.Rank - 1 ? 0 : Job.Strides[Job.Rank - 1];
            for (long row = start; row < end; row++)
            {
                T* source = x + RowOffset(row);
                long* index = Job.Index + row * last;
                T* y = (T*)Job.Y + row * last;
                if (lastStride == 0 && axisStride == 1)
                {
                    for (long j = 0; j < last; j++) y[j] = source[IndexRange.Wrap(index[j], size)];
                }
                else if (lastStride == 0)
                {
                    for (long j = 0; j < last; j++) y[j] = source[IndexRange.Wrap(index[j], size) * axisStride];
                }
                else
                {
                    for (long j = 0; j < last; j++) y[j] = source[IndexRange.Wrap(index[j], size) * axisStride + j * lastStride];
                }
            }
        }

        private readonly long RowOffset(long row)
        {
            long offset = 0;
            for (int d = Job.Rank - 2; d >= 0; d--)
            {
                long extent = Job.Shape[d], coordinate = row % extent;
                row /= extent;
                if (d != Job.Axis) offset += coordinate * Job.Strides[d];
            }

            return offset;
        }
    }
}
