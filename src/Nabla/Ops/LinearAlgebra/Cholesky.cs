namespace Nabla;

/// <summary>A = L·Lᵀ. With P the lower triangle of Lᵀ·g, its diagonal halved: ∂A is the symmetric part of L⁻ᵀ·P·L⁻¹.</summary>
internal sealed record CholeskyOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        Tensor l = Matrices.Copy(x);
        if (Matrices.On(x).CholeskyFactor(l) is not { } failed) return l.Tril();
        string which = x.Rank > 2 ? $" (number {failed.Matrix} of the batch)" : string.Empty;
        throw new LinearAlgebraException($"The matrix{which} is not positive definite: its leading minor of order {failed.Minor} is not positive.");
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        Tensor p = y.T.MatMul(g).Tril();
        p -= Matrices.Diagonal(p).DiagEmbed() * 0.5;
        Tensor s = y.T.SolveTriangular(y.SolveTriangular(p, upper: false, left: false), upper: true);
        return (s + s.T) * 0.5;
    }
}

/// <summary>Cholesky factors.</summary>
public static class CholeskyExtensions
{
    extension(Tensor a)
    {
        /// <summary>The lower triangle L with A = L·Lᵀ, for symmetric positive definite A [..., N, N]; only its lower triangle is read.</summary>
        /// <param name="upper">Give Lᵀ instead.</param>
        /// <exception cref="ShapeMismatchException">A is not square.</exception>
        /// <exception cref="LinearAlgebraException">A is not positive definite; the message tells which minor.</exception>
        [Export("linalg.cholesky", "cholesky", "Tensor.cholesky")]
        public Tensor Cholesky(bool upper = false)
        {
            Tensor l = new CholeskyOp().Apply(Matrices.Square(a, "Cholesky"));
            return upper ? l.T : l;
        }
    }
}
