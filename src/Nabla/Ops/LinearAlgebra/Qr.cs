namespace Nabla;

/// <summary>Reduced QR of [..., M, N]; Q [M, K] and R [K, N] packed, K = min(M, N).</summary>
/// <remarks>
/// With M = R·gRᵀ - gQᵀ·Q: ∂A = (gQ + Q·(tril(M) + tril(M, -1)ᵀ))·R⁻ᵀ for M >= N. The columns beyond a wide matrix's square are Qᵀ times A's, which adds A₂·gR₂ᵀ to gQ. Walter and Lehmann (2010).
/// </remarks>
internal sealed record QrOp : UnaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        (Tensor q, Tensor r) = Factor(x, Math.Min(x.Shape[^2], x.Shape[^1]));
        return Matrices.Pack(x.Rank - 2, q, r);
    }

    /// <summary>Q with a number of columns, and R with as many rows.</summary>
    public static (Tensor Q, Tensor R) Factor(Tensor x, long columns)
    {
        using Tensor a = Matrices.Copy(x);
        Tensor q = Matrices.Empty(x, x.Shape[^2], columns);
        Matrices.On(x).QrFactor(a, q);
        return (q, a.Narrow(-2, 0, columns).Triu());
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long m = x.Shape[^2], n = x.Shape[^1], k = Math.Min(m, n), at = 0, atG = 0;
        Tensor q = Matrices.Part(y, ref at, m, k), r = Matrices.Part(y, ref at, k, n);
        Tensor gq = Matrices.Part(g, ref atG, m, k), gr = Matrices.Part(g, ref atG, k, n);
        if (m >= n) return Tall(q, r, gq, gr);
        Tensor beside = gr.Narrow(-1, k, n - k);
        Tensor square = Tall(q, r.Narrow(-1, 0, k), gq + x.Narrow(-1, k, n - k).MatMul(beside.T), gr.Narrow(-1, 0, k));
        return Tensor.Cat([square, q.MatMul(beside)], -1);
    }

    private static Tensor Tall(Tensor q, Tensor r, Tensor gq, Tensor gr)
    {
        Tensor m = r.MatMul(gr.T) - gq.T.MatMul(q);
        return r.T.SolveTriangular(gq + q.MatMul(m.Tril() + m.Tril(-1).T), upper: false, left: false);
    }
}

/// <summary>QR factors.</summary>
public static class QrExtensions
{
    extension(Tensor a)
    {
        /// <summary>A = Q·R with orthonormal columns in Q and an upper triangle R, by Householder reflections; signs as LAPACK's.</summary>
        /// <param name="complete">Q [..., M, M] instead of [..., M, min(M, N)]; without a gradient when that is more.</param>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        [Export("linalg.qr", "qr", "Tensor.qr")]
        public (Tensor Q, Tensor R) Qr(bool complete = false)
        {
            a = Matrices.Real(a, "Qr");
            long m = a.Shape[^2], n = a.Shape[^1], k = Math.Min(m, n), at = 0;
            if (complete && m > n)
            {
                if (a.RequiresGrad && GradMode.IsEnabled) throw new NotSupportedException($"The complete QR of a tall matrix, shape {a.Shape}, has no gradient: the added columns are not determined. Use complete: false.");
                return QrOp.Factor(a, m);
            }
            Tensor packed = new QrOp().Apply(a);
            Tensor q = Matrices.Part(packed, ref at, m, k);
            return (q, Matrices.Part(packed, ref at, k, n));
        }
    }
}
