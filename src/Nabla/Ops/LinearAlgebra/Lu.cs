namespace Nabla;

/// <summary>P·A = L·U with partial pivoting; L and U packed in one tensor [..., M·K + K·N] with the order of rows handed out.</summary>
/// <remarks>Square: ∂(P·A) = L⁻ᵀ·(tril(Lᵀ·gL, -1) + triu(gU·Uᵀ))·U⁻ᵀ. The part of a wide or tall matrix beyond the square is a triangular solve.</remarks>
internal sealed record LuOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    /// <summary>Row i of P·A is row Order[..., i] of A; known after the forward pass.</summary>
    public Tensor? Order { get; private set; }

    /// <summary>Factors in place; gives the order of rows and its parity.</summary>
    public static Tensor Factor(Tensor a, out Tensor sign)
    {
        Tensor order = Tensor.Empty([.. Matrices.Lead(a).Span, a.Shape[^2]], DType.Int64, a.Backend);
        sign = Tensor.Empty(Matrices.Lead(a), a.DType, a.Backend);
        Matrices.On(a).LuFactor(a, order, sign);
        return order;
    }

    /// <exception cref="LinearAlgebraException">U has a zero on its diagonal.</exception>
    public static void RefuseSingular(Tensor lu)
    {
        if (!lu.HasData || lu.Count == 0) return;
        Tensor zero = Matrices.Diagonal(lu).Equal(0);
        if (!zero.Any().Item<bool>()) return;
        long first = zero.Flatten().NonZero()[0, 0].Item<long>(), n = lu.Shape[^1];
        string which = lu.Rank > 2 ? $" (number {first / n} of the batch)" : string.Empty;
        throw new LinearAlgebraException($"The matrix{which} is singular: element {first % n} of the diagonal of U is zero.");
    }

    protected override Tensor Forward(Tensor x)
    {
        long m = x.Shape[^2], n = x.Shape[^1], k = Math.Min(m, n);
        Tensor lu = Matrices.Copy(x);
        Order = Factor(lu, out Tensor sign);
        sign.Dispose();
        Tensor l = lu.Narrow(-1, 0, k).Tril(-1) + Tensor.Eye(m, k, x.DType), u = lu.Narrow(-2, 0, k).Triu();
        return Matrices.Pack(x.Rank - 2, l, u);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long m = x.Shape[^2], n = x.Shape[^1], k = Math.Min(m, n), at = 0, atG = 0;
        Tensor l = Matrices.Part(y, ref at, m, k), u = Matrices.Part(y, ref at, k, n);
        Tensor gl = Matrices.Part(g, ref atG, m, k), gu = Matrices.Part(g, ref atG, k, n);
        Tensor l1 = l.Narrow(-2, 0, k), u1 = u.Narrow(-1, 0, k);
        Tensor gl1 = gl.Narrow(-2, 0, k), gu1 = gu.Narrow(-1, 0, k);
        Tensor? beside = null, below = null;
        if (n > k)
        {
            beside = l1.T.SolveTriangular(gu.Narrow(-1, k, n - k), upper: true, unitDiagonal: true);
            gl1 -= beside.MatMul(u.Narrow(-1, k, n - k).T);
        }
        if (m > k)
        {
            below = u1.T.SolveTriangular(gl.Narrow(-2, k, m - k), upper: false, left: false);
            gu1 -= l.Narrow(-2, k, m - k).T.MatMul(below);
        }
        Tensor middle = l1.T.MatMul(gl1).Tril(-1) + gu1.MatMul(u1.T).Triu();
        Tensor square = u1.T.SolveTriangular(l1.T.SolveTriangular(middle, upper: true, unitDiagonal: true), upper: false, left: false);
        if (beside is not null) square = Tensor.Cat([square, beside], -1);
        if (below is not null) square = Tensor.Cat([square, below], -2);
        return Matrices.TakeRows(square, Matrices.Inverse(Order!));
    }
}

/// <summary>LU factors.</summary>
public static class LuExtensions
{
    extension(Tensor a)
    {
        /// <summary>A = P·L·U with partial pivoting: a permutation [..., M, M], a unit lower triangle [..., M, K] and an upper triangle [..., K, N], K = min(M, N).</summary>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        [Export("linalg.lu")]
        public (Tensor P, Tensor L, Tensor U) Lu()
        {
            a = Matrices.Real(a, "Lu");
            long m = a.Shape[^2], n = a.Shape[^1], k = Math.Min(m, n), at = 0;
            LuOp op = new();
            Tensor packed = op.Apply(a);
            // Column j of P has its one in row order[j].
            Tensor p = op.Order!.Unsqueeze(-2).Equal(Tensor.Arange(0, m, type: DType.Int64).Unsqueeze(-1)).To(a.DType);
            Tensor l = Matrices.Part(packed, ref at, m, k);
            return (p, l, Matrices.Part(packed, ref at, k, n));
        }
    }
}
