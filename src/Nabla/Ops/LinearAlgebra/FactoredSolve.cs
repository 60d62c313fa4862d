namespace Nabla;

/// <summary>The factors of A = P·L·U in one matrix, as LAPACK keeps them.</summary>
/// <param name="Packed">[..., M, N]: U on and above the diagonal, L without its unit diagonal below it.</param>
/// <param name="Pivots">[..., min(M, N)], int32, counted from 1: step i exchanged row i with this one.</param>
[Export("linalg.LUFactors")]
public readonly record struct LuFactors(Tensor Packed, Tensor Pivots)
{
    /// <summary>The permutation [..., M, M], the unit lower triangle [..., M, K] and the upper triangle [..., K, N], A = P·L·U.</summary>
    /// <exception cref="ArgumentException">An exchange leads outside the matrix.</exception>
    [Export("lu_unpack")]
    public (Tensor P, Tensor L, Tensor U) Unpack()
    {
        Tensor lu = Matrices.Real(Packed, "Unpack");
        long m = lu.Shape[^2], n = lu.Shape[^1], k = Math.Min(m, n);
        Tensor order = FactoredSolveExtensions.Order(Pivots, m);
        Tensor p = order.Unsqueeze(-2).Equal(Tensor.Arange(0, m, type: DType.Int64).Unsqueeze(-1)).To(lu.DType);
        return (p, lu.Narrow(-1, 0, k).Tril(-1) + Tensor.Eye(m, k, lu.DType), lu.Narrow(-2, 0, k).Triu());
    }
}

/// <summary>Systems whose matrix is given by its factors, and what else follows from them.</summary>
public static class FactoredSolveExtensions
{
    extension(Tensor a)
    {
        /// <summary>X with A·X = B for the right sides that this is, [..., N, K], and the Cholesky factor of A.</summary>
        /// <param name="factor">L of A = L·Lᵀ, [..., N, N].</param>
        /// <param name="upper">The factor is U of A = Uᵀ·U.</param>
        /// <exception cref="ShapeMismatchException">The factor is not square, or the sizes differ.</exception>
        [Export("cholesky_solve", "Tensor.cholesky_solve")]
        public Tensor CholeskySolve(Tensor factor, bool upper = false)
        {
            ArgumentNullException.ThrowIfNull(factor);
            return ByCholesky(factor, a, upper, "CholeskySolve");
        }

        /// <summary>The inverse of A from its Cholesky factor.</summary>
        /// <param name="upper">The factor is U of A = Uᵀ·U instead of L of A = L·Lᵀ.</param>
        /// <exception cref="ShapeMismatchException">The factor is not square.</exception>
        [Export("cholesky_inverse", "Tensor.cholesky_inverse")]
        public Tensor CholeskyInverse(bool upper = false) =>
            ByCholesky(a, Matrices.Eye(Matrices.Square(a, "CholeskyInverse").Shape[^1], Matrices.Real(a, "CholeskyInverse")), upper, "CholeskyInverse");

        /// <summary>P·A = L·U with partial pivoting, packed; gradients pass through the factors.</summary>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        [Export("linalg.lu_factor", "lu", "Tensor.lu")]
        public LuFactors LuFactor()
        {
            (Tensor p, Tensor l, Tensor u) = a.Lu();
            long m = l.Shape[^2], n = u.Shape[^1], k = l.Shape[^1];
            Tensor lower = l.Tril(-1);
            Tensor packed = m > k ? Tensor.Cat([lower.Narrow(-2, 0, k) + u, lower.Narrow(-2, k, m - k)], -2)
                : n > k ? Tensor.Cat([lower + u.Narrow(-1, 0, k), u.Narrow(-1, k, n - k)], -1)
                : lower + u;
            // Row order[i] of A became row i; column j of P has its one there.
            Tensor order = p.Detach().Argmax(-2);
            return new(packed, Pivots(order, k));
        }

        /// <summary>X with A·X = B for the right sides that this is, [..., N, K], and the factors of A.</summary>
        /// <param name="factors">What <see cref="LuFactor"/> gave for a square A.</param>
        /// <exception cref="ShapeMismatchException">The factors are not of square matrices, or the sizes differ.</exception>
        /// <exception cref="LinearAlgebraException">A is singular.</exception>
        [Export("lu_solve", "linalg.lu_solve", "Tensor.lu_solve")]
        public Tensor LuSolve(LuFactors factors)
        {
            Tensor lu = Matrices.Square(factors.Packed, "LuSolve"), b = Matrices.Real(a, "LuSolve");
            if (lu.Shape[^1] != b.Shape[^2]) throw new ShapeMismatchException($"LuSolve of {lu.Shape} and {b.Shape}: {lu.Shape[^1]} unknowns, but {b.Shape[^2]} equations on the right.");
            LuOp.RefuseSingular(lu.Detach());
            (lu, b) = Matrices.Align(lu, b);
            Tensor order = Order(factors.Pivots, lu.Shape[^1]).BroadcastTo([.. Matrices.Lead(lu).Span, lu.Shape[^1]]);
            return lu.SolveTriangular(lu.SolveTriangular(Matrices.TakeRows(b, order), upper: false, unitDiagonal: true), upper: true);
        }

        /// <summary>Logarithm of the determinant: NaN where that is negative, -∞ where it is 0.</summary>
        /// <exception cref="ShapeMismatchException">The matrices are not square.</exception>
        [Export("logdet", "Tensor.logdet")]
        public Tensor LogDet()
        {
            (Tensor sign, Tensor log) = a.SlogDet();
            return sign.Detach().GreaterOrEqual(0).Where(log, double.NaN);
        }

        /// <summary>The first N columns of H₁·H₂⋯H_K, Hᵢ = I - τᵢ·vᵢ·vᵢᵀ, vᵢ the i-th column below its unit at place i: Q from the packed form of a QR decomposition.</summary>
        /// <param name="tau">[..., K] with K ≤ N.</param>
        /// <exception cref="ShapeMismatchException">This is not [..., M, N] with M ≥ N, or τ is longer than N.</exception>
        [Export("linalg.householder_product", "orgqr", "Tensor.orgqr")]
        public Tensor HouseholderProduct(Tensor tau)
        {
            ArgumentNullException.ThrowIfNull(tau);
            (Tensor v, tau) = Promotion.Align(Matrices.Real(a, "HouseholderProduct"), tau);
            long m = v.Shape[^2], n = v.Shape[^1], k = tau.Rank == 0 ? 0 : tau.Shape[^1];
            if (tau.Rank != v.Rank - 1 || m < n || k > n) throw new ShapeMismatchException($"HouseholderProduct needs [..., M, N] with M ≥ N and τ [..., K] with K ≤ N; got {v.Shape} and {tau.Shape}.");
            Tensor unit = Tensor.Eye(m, n, v.DType);
            v = v.Tril(-1) + unit;
            Tensor q = unit.BroadcastTo(v.Shape);
            for (long i = k - 1; i >= 0; i--)
            {
                Tensor column = v.Narrow(-1, i, 1);
                q -= tau.Narrow(-1, i, 1).Unsqueeze(-1) * column.MatMul(column.T.MatMul(q));
            }
            return q;
        }
    }

    /// <summary>Two triangular solves, O(N²·K).</summary>
    private static Tensor ByCholesky(Tensor factor, Tensor b, bool upper, string op)
    {
        Tensor l = Matrices.Square(factor, op);
        if (upper) l = l.T;
        return l.T.SolveTriangular(l.SolveTriangular(Matrices.Real(b, op), upper: false), upper: true);
    }

    /// <summary>The exchanges that lead to an order of rows.</summary>
    private static Tensor Pivots(Tensor order, long k)
    {
        long m = order.Shape[^1];
        long[] rows = order.ToArray<long>();
        int[] pivots = new int[m == 0 ? 0 : rows.Length / m * k];
        for (long matrix = 0; matrix * m < rows.Length; matrix++)
        {
            long[] at = new long[m], place = new long[m];
            for (long i = 0; i < m; i++) (at[i], place[i]) = (i, i);
            for (long i = 0; i < k; i++)
            {
                long wanted = rows[(matrix * m) + i], from = place[wanted];
                pivots[(matrix * k) + i] = (int)from + 1;
                (at[i], at[from]) = (at[from], at[i]);
                (place[at[i]], place[at[from]]) = (i, from);
            }
        }
        return Tensor.Of<int>(pivots, new Shape([.. order.Shape.Span[..^1], k]));
    }

    /// <summary>The order of rows that exchanges lead to.</summary>
    /// <exception cref="ArgumentException">An exchange leads outside the matrix.</exception>
    internal static Tensor Order(Tensor pivots, long m)
    {
        ArgumentNullException.ThrowIfNull(pivots);
        long k = pivots.Rank == 0 ? 0 : pivots.Shape[^1];
        if (k > m) throw new ShapeMismatchException($"{k} exchanges of {m} rows; got pivots of shape {pivots.Shape}.");
        long[] steps = pivots.To(DType.Int64).ToArray<long>();
        long batch = k == 0 ? 1 : steps.Length / k;
        long[] order = new long[batch * m];
        for (long matrix = 0; matrix < batch; matrix++)
        {
            Span<long> rows = order.AsSpan((int)(matrix * m), (int)m);
            for (int i = 0; i < m; i++) rows[i] = i;
            for (int i = 0; i < k; i++)
            {
                long with = steps[(matrix * k) + i] - 1;
                if (with < i || with >= m) throw new ArgumentException($"Exchange {i + 1} is with row {with + 1}; expected a row from {i + 1} to {m}.", nameof(pivots));
                (rows[i], rows[(int)with]) = (rows[(int)with], rows[i]);
            }
        }
        return Tensor.Of(order, new Shape([.. pivots.Shape.Span[..^1], m]));
    }
}
