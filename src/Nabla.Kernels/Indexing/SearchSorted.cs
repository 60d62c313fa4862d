using System.Numerics;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>Where values would have to be inserted into ascending rows to keep them ascending.</summary>
public static unsafe class SearchSorted
{
    private const long Grain = 4096;

    /// <summary>Searches every value by bisection.</summary>
    /// <typeparam name="T">Any comparable element type.</typeparam>
    /// <param name="sorted">Ascending rows [outer, n], or one row [n] for all.</param>
    /// <param name="n">Length of a row.</param>
    /// <param name="shared">Whether there is one row for all values.</param>
    /// <param name="values">Values [outer, m].</param>
    /// <param name="outer">Number of rows of values.</param>
    /// <param name="m">Values per row.</param>
    /// <param name="right">False: the first place whose element is not below the value; true: the first whose element is above it.</param>
    /// <param name="places">Receives places 0..n [outer, m]; n for NaN.</param>
    public static void Run<T>(T* sorted, long n, bool shared, T* values, long outer, long m, bool right, long* places) where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        var body = new Body<T> { Sorted = sorted, Values = values, Places = places, N = n, M = m, Shared = shared, Right = right };
        WorkPool.For(outer * m, Grain, ref body);
    }

    private struct Body<T> : IRangeBody where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        public T* Sorted, Values;
        public long* Places;
        public long N, M;
        public bool Shared, Right;

        public readonly void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                T* row = Shared ? Sorted : Sorted + i / M * N;
                Places[i] = Right ? Upper(row, Values[i]) : Lower(row, Values[i]);
            }
        }

        private readonly long Lower(T* row, T value)
        {
            long low = 0, high = N;
            while (low < high)
            {
                long middle = low + ((high - low) >> 1);
                if (row[middle] >= value) high = middle;
                else low = middle + 1;
            }

            return low;
        }

        private readonly long Upper(T* row, T value)
        {
            long low = 0, high = N;
            while (low < high)
            {
                long middle = low + ((high - low) >> 1);
                if (row[middle] > value) high = middle;
                else low = middle + 1;
            }

            return low;
        }
    }
}
