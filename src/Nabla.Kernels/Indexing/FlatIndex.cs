using System.Numerics;

namespace Nabla.Kernels.Indexing;

/// <summary>Indices into a flattened tensor.</summary>
public static unsafe class FlatIndex
{
    /// <summary>y[j] = x[index[j]].</summary>
    /// <param name="x">Source [n].</param>
    /// <param name="n">Number of source elements.</param>
    /// <param name="index">Indices [m]; negative ones count from the end.</param>
    /// <param name="m">Number of indices.</param>
    /// <param name="y">Output [m].</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    /// <exception cref="IndexRangeException">An index lies outside -n..n-1.</exception>
    public static void Take(void* x, long n, long* index, long m, void* y, int elementSize) => RowSelect.Select(x, 1, n, 1, index, m, y, elementSize);

    /// <summary>y[index[j]] = x[j]; of equal indices the last stays. Parameters as for <see cref="Take"/>.</summary>
    /// <exception cref="IndexRangeException">An index lies outside -n..n-1.</exception>
    public static void Put(void* y, long n, long* index, long m, void* x, int elementSize) => RowSelect.Store(y, 1, n, 1, index, m, x, elementSize);

    /// <summary>y[index[j]] += x[j], in index order. Parameters as for <see cref="Take"/>.</summary>
    /// <exception cref="IndexRangeException">An index lies outside -n..n-1.</exception>
    public static void PutAdd<T>(T* y, long n, long* index, long m, T* x) where T : unmanaged, INumber<T> => RowSelect.Add(y, 1, n, 1, index, m, x, T.One);

    /// <summary>y[j, :] = 0 except y[j, index[j]] = 1.</summary>
    /// <param name="index">Class numbers [m], 0..classes-1 (no wrapping, as in PyTorch).</param>
    /// <param name="m">Number of rows.</param>
    /// <param name="classes">Length of a row.</param>
    /// <param name="y">Output [m, classes].</param>
    /// <exception cref="IndexRangeException">A class number lies outside 0..classes-1.</exception>
    public static void OneHot<T>(long* index, long m, long classes, T* y) where T : unmanaged, INumberBase<T>
    {
        IndexRange.Verify(index, m, classes, wraps: false);
        for (long j = 0; j < m; j++)
        {
            T* row = y + j * classes;
            for (long c = 0; c < classes; c += int.MaxValue) new Span<T>(row + c, (int)Math.Min(int.MaxValue, classes - c)).Clear();
            row[index[j]] = T.One;
        }
    }
}
