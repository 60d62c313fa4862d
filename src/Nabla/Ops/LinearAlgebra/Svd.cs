namespace Nabla;

/// <summary>Reduced singular value decomposition; U [M, K], s [K], Vᵀ [K, N] packed.</summary>
/// <remarks>
/// With E_ij = s_j² - s_i² and skew(X) = X - Xᵀ: ∂A = U·[(skew(Uᵀ·gU)/E)·S + S·(skew(Vᵀ·gV)/E) + diag(gs)]·Vᵀ + (I - U·Uᵀ)·gU·S⁻¹·Vᵀ + U·S⁻¹·gVᵀ·(I - V·Vᵀ).
/// Equal singular values have no gradient for U and V.
/// </remarks>
internal sealed record SvdOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        (Tensor u, Tensor s, Tensor vh) = Factor(x);
        return Matrices.Pack(x.Rank - 2, u, s, vh);
    }

    public static (Tensor U, Tensor S, Tensor Vh) Factor(Tensor x)
    {
        long m = x.Shape[^2], n = x.Shape[^1];
        if (m < n)
        {
            (Tensor v, Tensor values, Tensor uh) = Factor(x.T);
            return (uh.T, values, v.T);
        }
        // A tall matrix is reduced to its triangle first: rotations are then as short as its width.
        Tensor? q = null;
        Tensor core = x;
        if (m > n) (q, core) = QrOp.Factor(x, n);
        Tensor columns = Matrices.Copy(core.T), s = Matrices.Empty(x, n), right = Matrices.Empty(x, n, n);
        if (!Matrices.On(x).SingularValues(columns, s, right)) throw new LinearAlgebraException($"The singular values of a matrix of shape {x.Shape} do not converge: it holds NaN or infinity.");
        Tensor u = columns.T;
        return (q is null ? u : q.MatMul(u), s, right);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long m = x.Shape[^2], n = x.Shape[^1], k = Math.Min(m, n), at = 0, atG = 0;
        Tensor u = Matrices.Part(y, ref at, m, k), s = Matrices.Part(y, ref at, k), vh = Matrices.Part(y, ref at, k, n);
        Tensor gu = Matrices.Part(g, ref atG, m, k), gs = Matrices.Part(g, ref atG, k), gvh = Matrices.Part(g, ref atG, k, n);
        Tensor row = s.Unsqueeze(-2), column = s.Unsqueeze(-1), eye = Matrices.Eye(k, s);
        Tensor e = ((row - column) * (row + column)) + eye;
        Tensor ugu = u.T.MatMul(gu), vgv = gvh.MatMul(vh.T).T;
        Tensor inner = ((ugu - ugu.T) / e * row) + (column * ((vgv - vgv.T) / e)) + gs.DiagEmbed();
        Tensor result = u.MatMul(inner).MatMul(vh);
        if (m > k) result += ((gu - u.MatMul(ugu)) / row).MatMul(vh);
        if (n > k) result += (u / row).MatMul(gvh - gvh.MatMul(vh.T).MatMul(vh));
        return result;
    }
}

/// <summary>Singular values.</summary>
public static class SvdExtensions
{
    extension(Tensor a)
    {
        /// <summary>A = U·diag(S)·Vh with orthonormal columns of U and rows of Vh; S falls and is not negative. Signs of the pairs are arbitrary.</summary>
        /// <param name="fullMatrices">U [..., M, M] and Vh [..., N, N] instead of K = min(M, N) columns and rows; without a gradient when that is more.</param>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity.</exception>
        [Export("linalg.svd")]
        public (Tensor U, Tensor S, Tensor Vh) Svd(bool fullMatrices = true)
        {
            a = Matrices.Real(a, "Svd");
            long m = a.Shape[^2], n = a.Shape[^1], k = Math.Min(m, n), at = 0;
            bool more = fullMatrices && m != n;
            if (more && a.RequiresGrad && GradMode.IsEnabled) throw new NotSupportedException($"The full singular vectors of a matrix of shape {a.Shape} have no gradient: the added ones are not determined. Use fullMatrices: false.");
            Tensor packed = new SvdOp().Apply(a);
            Tensor u = Matrices.Part(packed, ref at, m, k), s = Matrices.Part(packed, ref at, k), vh = Matrices.Part(packed, ref at, k, n);
            if (more && m > k) u = Complete(u);
            if (more && n > k) vh = Complete(vh.T).T;
            return (u, s, vh);
        }

        /// <summary>Singular values [..., min(M, N)], largest first.</summary>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity.</exception>
        [Export("linalg.svdvals")]
        public Tensor SvdVals() => a.Svd(fullMatrices: false).S;
    }

    /// <summary>Adds columns that make a square orthogonal matrix.</summary>
    private static Tensor Complete(Tensor columns)
    {
        (Tensor q, _) = QrOp.Factor(columns, columns.Shape[^2]);
        return Tensor.Cat([columns, q.Narrow(-1, columns.Shape[^1], columns.Shape[^2] - columns.Shape[^1])], -1);
    }
}
