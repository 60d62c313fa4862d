using System.Numerics;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>y[..., index[..., j, ...], ...] ∘= x[..., j, ...]: the inverse of gathering. Colliding entries apply in index order, so the result never depends on the threads.</summary>
public static unsafe class Scatter
{
    private const long Grain = 8192;

    /// <summary>Stores x at the indexed places; of colliding entries the last in index order stays.</summary>
    /// <param name="y">Destination; strided, without overlaps.</param>
    /// <param name="yStrides">Strides of y in elements, one per dimension of the index.</param>
    /// <param name="size">Length of y along <paramref name="axis"/>.</param>
    /// <param name="axis">The scattered axis, 0..rank-1.</param>
    /// <param name="index">Contiguous indices of shape <paramref name="shape"/>; negative ones count from the end.</param>
    /// <param name="shape">Shape of the index; rank 1..16.</param>
    /// <param name="x">Source; strided, at least as large as the index.</param>
    /// <param name="xStrides">Strides of x in elements; all zero for a scalar.</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    /// <exception cref="IndexRangeException">An index lies outside -size..size-1; nothing is written.</exception>
    public static void Set(void* y, ReadOnlySpan<long> yStrides, long size, int axis, long* index, ReadOnlySpan<long> shape, void* x, ReadOnlySpan<long> xStrides, int elementSize)
    {
        var job = Job.Of(y, yStrides, size, axis, index, shape, x, xStrides);
        ElementWidth.Dispatch(elementSize, ref job);
    }

    /// <summary>Combines x into the indexed places; parameters as for <see cref="Set"/>.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <typeparam name="TCombine">How an old and a new value join: see <see cref="ScatterAdd"/>, <see cref="ScatterMultiply"/>, <see cref="ScatterMax"/>, <see cref="ScatterMin"/>.</typeparam>
    /// <exception cref="IndexRangeException">An index lies outside -size..size-1; nothing is written.</exception>
    public static void Reduce<T, TCombine>(T* y, ReadOnlySpan<long> yStrides, long size, int axis, long* index, ReadOnlySpan<long> shape, T* x, ReadOnlySpan<long> xStrides)
        where T : unmanaged, INumber<T>
        where TCombine : struct, IScatterCombine
    {
        var job = Job.Of(y, yStrides, size, axis, index, shape, x, xStrides);
        job.Start<T, Numeric<T, TCombine>>();
    }

    /// <summary>Adds x at the indexed places; parameters as for <see cref="Set"/>.</summary>
    /// <exception cref="IndexRangeException">An index lies outside -size..size-1; nothing is written.</exception>
    public static void Add<T>(T* y, ReadOnlySpan<long> yStrides, long size, int axis, long* index, ReadOnlySpan<long> shape, T* x, ReadOnlySpan<long> xStrides)
        where T : unmanaged, INumber<T> =>
        Reduce<T, ScatterAdd>(y, yStrides, size, axis, index, shape, x, xStrides);

    private interface IStore<T> where T : unmanaged
    {
        static abstract void Store(T* place, T value);
    }

    private readonly struct Overwrite<T> : IStore<T> where T : unmanaged
    {
        public static void Store(T* place, T value) => *place = value;
    }

    private readonly struct Numeric<T, TCombine> : IStore<T> where T : unmanaged, INumber<T> where TCombine : struct, IScatterCombine
    {
        public static void Store(T* place, T value) => *place = TCombine.Combine(*place, value);
    }

    private struct Job : IWidthBody
    {
        public void* X, Y;
        public long* Index;
        public Extents XStrides, YStrides;
        public AxisLines Lines;
        public int Axis;
        public long Size;

        public static Job Of(void* y, ReadOnlySpan<long> yStrides, long size, int axis, long* index, ReadOnlySpan<long> shape, void* x, ReadOnlySpan<long> xStrides)
        {
            AxisLines.CheckRank(shape, yStrides, axis);
            AxisLines.CheckRank(shape, xStrides, axis);
            IndexRange.Verify(index, AxisLines.Product(shape), size);
            return new Job
            {
                X = x,
                Y = y,
                Index = index,
                XStrides = Extents.Of(xStrides),
                YStrides = Extents.Of(yStrides),
                Lines = AxisLines.Of(shape, axis),
                Axis = axis,
                Size = size,
            };
        }

        public readonly void Run<T>() where T : unmanaged => Start<T, Overwrite<T>>();

        public readonly void Start<T, TStore>() where T : unmanaged where TStore : struct, IStore<T>
        {
            if (Lines.Length == 0 || Lines.Groups == 0) return;
            var body = new Body<T, TStore> { Job = this };
            WorkPool.For(Lines.Groups * Lines.Width, Math.Max(1, Grain / Lines.Length), ref body);
        }
    }

    private struct Body<T, TStore> : IRangeBody where T : unmanaged where TStore : struct, IStore<T>
    {
        public Job Job;

        public readonly void Invoke(long start, long end)
        {
            long width = Job.Lines.Width;
            for (long line = start; line < end;)
            {
                long group = line / width, first = line % width, count = Math.Min(width - first, end - line);
                Strip(group, first, count);
                line += count;
            }
        }

        private readonly void Strip(long group, long first, long count)
        {
            AxisLines lines = Job.Lines;
            long xLine = lines.LineStride(Job.XStrides), yLine = lines.LineStride(Job.YStrides);
            long xStep = Job.XStrides[Job.Axis], yStep = Job.YStrides[Job.Axis], size = Job.Size;
            T* x = (T*)Job.X + lines.Offset(group, Job.XStrides) + first * xLine;
            T* y = (T*)Job.Y + lines.Offset(group, Job.YStrides) + first * yLine;
            long* index = Job.Index + lines.Offset(group, lines.Contiguous()) + first;
            for (long j = 0; j < lines.Length; j++)
            {
                for (long i = 0; i < count; i++)
                    TStore.Store(y + IndexRange.Wrap(index[i], size) * yStep + i * yLine, x[j * xStep + i * xLine]);
                index += lines.Inner;
            }
        }
    }
}
