using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>
/// Averages over box windows given by tables. A box sum is a sum of rows (vectorised across the width) followed by short sums along the
/// row; windows that span whole rows are summed as contiguous memory.
/// </summary>
internal readonly unsafe struct WindowAverage<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const long Grain = 16384;
    private readonly WindowTable _depth, _height, _width;
    private readonly long _divisor;

    public WindowAverage(in PoolGeometry geometry, bool countPadding, long divisor, int* space)
    {
        _depth = WindowTable.Of(geometry.Depth, countPadding, ref space);
        _height = WindowTable.Of(geometry.Height, countPadding, ref space);
        _width = WindowTable.Of(geometry.Width, countPadding, ref space);
        _divisor = divisor;
    }

    public WindowAverage(in AdaptiveGeometry geometry, int* space)
    {
        _depth = WindowTable.Adaptive(geometry.InputDepth, geometry.OutputDepth, ref space);
        _height = WindowTable.Adaptive(geometry.InputHeight, geometry.OutputHeight, ref space);
        _width = WindowTable.Adaptive(geometry.InputWidth, geometry.OutputWidth, ref space);
        _divisor = 0;
    }

    private long InputSize => (long)_depth.Input * _height.Input * _width.Input;

    private long Rows => (long)_depth.Count * _height.Count;

    private bool SpansRows => _width.Count == 1 && _width.Start[0] == 0 && _width.End[0] == _width.Input;

    public void Forward(T* x, long planes, T* y)
    {
        var body = new ForwardBody { Job = this, X = x, Y = y };
        long cost = InputSize / Math.Max(1, Rows) + _width.Count;
        WorkPool.For(planes * Rows, Math.Max(1, Grain / cost), ref body);
    }

    public void Backward(T* gy, long planes, T* gx)
    {
        var body = new BackwardBody { Job = this, Gy = gy, Gx = gx };
        WorkPool.For(planes, Math.Max(1, Grain / InputSize), ref body);
    }

    /// <summary>Divisors along the width; ones when the divisor is fixed.</summary>
    private void Divisors(T* divisors)
    {
        for (int w = 0; w < _width.Count; w++) divisors[w] = _divisor != 0 ? T.One : T.CreateTruncating(_width.Divisor[w]);
    }

    private T RowDivisor(long d, long h) => T.CreateTruncating(_divisor != 0 ? _divisor : (long)_depth.Divisor[d] * _height.Divisor[h]);

    /// <summary>y = x / (factor·divisors).</summary>
    private static void Divide(T* x, int count, T factor, T* divisors, T* y)
    {
        var factors = new Vector<T>(factor);
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) MachineVector.Store(y + i, MachineVector.Load(x + i) / (factors * MachineVector.Load(divisors + i)));
        for (; i < count; i++) y[i] = x[i] / (factor * divisors[i]);
    }

    private struct ForwardBody : IRangeBody
    {
        public WindowAverage<T> Job;
        public T* X, Y;

        public readonly void Invoke(long start, long end)
        {
            int width = Job._width.Input, outputs = Job._width.Count;
            using var scratch = new Scratch<T>(width + outputs);
            T* columns = scratch.Pointer, divisors = columns + width;
            Job.Divisors(divisors);
            bool spans = Job.SpansRows;
            long rows = Job.Rows;
            (long plane, long rest) = Math.DivRem(start, rows);
            (long d, long h) = Math.DivRem(rest, Job._height.Count);
            for (long r = start; r < end; r++, h++)
            {
                // Counting on instead of dividing: small windows take less time than a division.
                if (h == Job._height.Count) (d, h) = (d + 1, 0);
                if (d == Job._depth.Count) (plane, d) = (plane + 1, 0);
                T* x = X + plane * Job.InputSize, y = Y + r * outputs;
                if (spans)
                {
                    *y = SumWhole(x, d, h) / (Job.RowDivisor(d, h) * *divisors);
                    continue;
                }

                SumRows(x, d, h, columns);
                SumColumns(columns, Job.RowDivisor(d, h), divisors, y);
            }
        }

        private readonly T SumWhole(T* x, long d, long h)
        {
            int width = Job._width.Input, first = Job._height.Start[h], last = Job._height.End[h];
            double sum = 0;
            for (int z = Job._depth.Start[d]; z < Job._depth.End[d]; z++)
                sum += MachineVector.Sum(x + ((long)z * Job._height.Input + first) * width, (long)(last - first) * width);
            return MachineVector.FromDouble<T>(sum);
        }

        private readonly void SumRows(T* x, long d, long h, T* columns)
        {
            int width = Job._width.Input, first = Job._height.Start[h], last = Job._height.End[h];
            new Span<T>(columns, width).Clear();
            for (int z = Job._depth.Start[d]; z < Job._depth.End[d]; z++)
            {
                for (int row = first; row < last; row++)
                    MachineVector.AddTo(columns, x + ((long)z * Job._height.Input + row) * width, width);
            }
        }

        private readonly void SumColumns(T* columns, T rowDivisor, T* divisors, T* y)
        {
            int* starts = Job._width.Start, ends = Job._width.End;
            int count = Job._width.Count;
            for (int w = 0; w < count; w++)
            {
                T sum = T.Zero;
                for (int i = starts[w]; i < ends[w]; i++) sum += columns[i];
                y[w] = sum;
            }

            Divide(y, count, rowDivisor, divisors, y);
        }
    }

    private struct BackwardBody : IRangeBody
    {
        public WindowAverage<T> Job;
        public T* Gy, Gx;

        public readonly void Invoke(long start, long end)
        {
            using var scratch = new Scratch<T>(Job._width.Input + 2L * Job._width.Count);
            T* columns = scratch.Pointer, divisors = columns + Job._width.Input, shares = divisors + Job._width.Count;
            Job.Divisors(divisors);
            for (long plane = start; plane < end; plane++)
            {
                T* gx = Gx + plane * Job.InputSize, gy = Gy + plane * Job.Rows * Job._width.Count;
                Clear(gx, Job.InputSize);
                for (long d = 0; d < Job._depth.Count; d++)
                {
                    for (long h = 0; h < Job._height.Count; h++, gy += Job._width.Count)
                    {
                        Divide(gy, Job._width.Count, Job.RowDivisor(d, h), divisors, shares);
                        Spread(shares, columns);
                        AddRows(columns, d, h, gx);
                    }
                }
            }
        }

        private readonly void Spread(T* shares, T* columns)
        {
            new Span<T>(columns, Job._width.Input).Clear();
            int* starts = Job._width.Start, ends = Job._width.End;
            int count = Job._width.Count;
            for (int w = 0; w < count; w++)
            {
                T share = shares[w];
                for (int i = starts[w]; i < ends[w]; i++) columns[i] += share;
            }
        }

        private readonly void AddRows(T* columns, long d, long h, T* gx)
        {
            int width = Job._width.Input;
            for (int z = Job._depth.Start[d]; z < Job._depth.End[d]; z++)
            {
                for (int row = Job._height.Start[h]; row < Job._height.End[h]; row++)
                    MachineVector.AddTo(gx + ((long)z * Job._height.Input + row) * width, columns, width);
            }
        }

        private static void Clear(T* values, long count)
        {
            for (long i = 0; i < count; i += int.MaxValue) new Span<T>(values + i, (int)Math.Min(int.MaxValue, count - i)).Clear();
        }
    }
}
