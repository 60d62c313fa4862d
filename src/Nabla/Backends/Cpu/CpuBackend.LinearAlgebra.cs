using System.Numerics;
using Nabla.Kernels.LinearAlgebra;
using Nabla.Kernels.Threading;

namespace Nabla;

public sealed unsafe partial class CpuBackend : ILinearAlgebraBackend
{
    /// <inheritdoc/>
    public void SolveTriangular(Tensor t, Tensor b, bool upper, bool unit)
    {
        if (b.DType == DType.Float64) SolveTriangularOf<double>(t, b, upper, unit);
        else SolveTriangularOf<float>(t, b, upper, unit);
    }

    /// <inheritdoc/>
    public void LuFactor(Tensor a, Tensor order, Tensor sign)
    {
        if (a.DType == DType.Float64) LuFactorOf<double>(a, order, sign);
        else LuFactorOf<float>(a, order, sign);
    }

    /// <inheritdoc/>
    public (long Matrix, long Minor)? CholeskyFactor(Tensor a) => a.DType == DType.Float64 ? CholeskyFactorOf<double>(a) : CholeskyFactorOf<float>(a);

    /// <inheritdoc/>
    public void QrFactor(Tensor a, Tensor q)
    {
        if (a.DType == DType.Float64) QrFactorOf<double>(a, q);
        else QrFactorOf<float>(a, q);
    }

    /// <inheritdoc/>
    public bool SingularValues(Tensor columns, Tensor s, Tensor right) =>
        columns.DType == DType.Float64 ? SingularValuesOf<double>(columns, s, right) : SingularValuesOf<float>(columns, s, right);

    /// <inheritdoc/>
    public bool SymmetricEigen(Tensor a, Tensor values)
    {
        long n = a.Shape[^1], batch = Matrices(a);
        using Tensor scratch = Tensor.Empty([batch, n], DType.Float64, this);
        using Pinned<double> pa = a.Pin<double>(), pv = values.Pin<double>(), ps = scratch.Pin<double>();
        double* matrix = pa.Pointer, value = pv.Pointer, work = ps.Pointer;
        bool[] converged = new bool[batch];
        Each(batch, n * n * n * 9, i => converged[i] = Kernels.LinearAlgebra.SymmetricEigen.Run(n, matrix + (i * n * n), value + (i * n), work + (i * n)));
        return !converged.AsSpan().Contains(false);
    }

    /// <inheritdoc/>
    public void GeneralEigen(Tensor a, Tensor values, Tensor vectors)
    {
        long n = a.Shape[^1], batch = Matrices(a);
        using Pinned<double> pa = a.Pin<double>(), pl = values.Pin<double>(), pv = vectors.Pin<double>();
        for (long i = 0; i < batch; i++) Kernels.LinearAlgebra.GeneralEigen.Run(n, pa.Pointer + (i * n * n), pl.Pointer + (i * n * 2), pv.Pointer + (i * n * n * 2));
    }

    private static long Matrices(Tensor a)
    {
        long count = 1;
        for (int axis = 0; axis < a.Rank - 2; axis++) count *= a.Shape[axis];
        return count;
    }

    /// <summary>Runs over a batch; small matrices in parallel, large ones one after the other with parallel products inside.</summary>
    private static void Each(long batch, long work, Action<long> body)
    {
        BatchBody each = new(body);
        WorkPool.For(batch, work > 1 << 26 ? Math.Max(1, batch) : Math.Max(1, (1 << 16) / Math.Max(1, work)), ref each);
    }

    private static void SolveTriangularOf<T>(Tensor t, Tensor b, bool upper, bool unit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long n = b.Shape[^2], m = b.Shape[^1], row = t.Strides[^2], column = t.Strides[^1], batch = Matrices(b);
        using Tensor flat = t.Rank > 3 ? t.Reshape([batch, n, n]).Alias() : t.Alias();
        long next = flat.Rank == 3 ? flat.Strides[0] : 0;
        (row, column) = (flat.Strides[^2], flat.Strides[^1]);
        using Pinned<T> pt = flat.Pin<T>(), pb = b.Pin<T>();
        T* triangle = pt.Pointer, right = pb.Pointer;
        Each(batch, n * n * m, i => TriangularSolve.Run(!upper, unit, n, m, triangle + (i * next), row, column, right + (i * n * m), m, 1));
    }

    private static void LuFactorOf<T>(Tensor a, Tensor order, Tensor sign) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long m = a.Shape[^2], n = a.Shape[^1], batch = Matrices(a), k = Math.Min(m, n);
        using Pinned<T> pa = a.Pin<T>(), ps = sign.Pin<T>();
        using Pinned<long> po = order.Pin<long>();
        T* matrix = pa.Pointer, parity = ps.Pointer;
        long* rows = po.Pointer;
        Each(batch, m * n * k, i =>
        {
            long[] pivots = new long[Math.Max(1, k)];
            fixed (long* p = pivots)
            {
                LuFactorization.Run(m, n, matrix + (i * m * n), n, p);
                parity[i] = T.CreateChecked(LuFactorization.Order(m, k, p, rows + (i * m)));
            }
        });
    }

    private static (long Matrix, long Minor)? CholeskyFactorOf<T>(Tensor a) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long n = a.Shape[^1], batch = Matrices(a);
        using Pinned<T> pa = a.Pin<T>();
        T* matrix = pa.Pointer;
        long[] minors = new long[batch];
        Each(batch, n * n * n / 3, i => minors[i] = CholeskyFactorization.Run(n, matrix + (i * n * n), n));
        int failed = Array.FindIndex(minors, minor => minor != 0);
        return failed < 0 ? null : (failed, minors[failed]);
    }

    private static void QrFactorOf<T>(Tensor a, Tensor q) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long m = a.Shape[^2], n = a.Shape[^1], columns = q.Shape[^1], batch = Matrices(a);
        using Pinned<T> pa = a.Pin<T>(), pq = q.Pin<T>();
        T* matrix = pa.Pointer, orthogonal = pq.Pointer;
        Each(batch, 4 * m * n * Math.Min(m, n), i => QrFactorization.Run(m, n, matrix + (i * m * n), columns, orthogonal + (i * m * columns)));
    }

    private static bool SingularValuesOf<T>(Tensor columns, Tensor s, Tensor right) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long n = columns.Shape[^2], m = columns.Shape[^1], batch = Matrices(columns);
        using Pinned<T> pc = columns.Pin<T>(), ps = s.Pin<T>(), pr = right.Pin<T>();
        T* column = pc.Pointer, value = ps.Pointer, vector = pr.Pointer;
        bool[] converged = new bool[batch];
        Each(batch, 20 * m * n * n, i => converged[i] = Kernels.LinearAlgebra.SingularValues.Run(m, n, column + (i * m * n), value + (i * n), vector + (i * n * n)));
        return !converged.AsSpan().Contains(false);
    }

    private readonly struct BatchBody(Action<long> body) : IRangeBody
    {
        public void Invoke(long start, long end)
        {
            for (long i = start; i < end; i++) body(i);
        }
    }
}
