namespace Nabla;

/// <summary>X with T·X = B for a triangular T. ∂B = T⁻ᵀ·g; ∂T = -∂B·Xᵀ, its triangle only.</summary>
internal sealed record SolveTriangularOp(bool Upper, bool Unit) : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        Tensor x = Matrices.Copy(b);
        Matrices.On(a).SolveTriangular(a, x, Upper, Unit);
        return x;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y)
    {
        Tensor full = -BackwardB(g, a, b, y).MatMul(y.T);
        return Upper ? full.Triu(Unit ? 1 : 0) : full.Tril(Unit ? -1 : 0);
    }

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new SolveTriangularOp(!Upper, Unit).Apply(a.T, g);
}

/// <summary>Triangular systems.</summary>
public static class SolveTriangularExtensions
{
    extension(Tensor a)
    {
        /// <summary>X [..., N, K] with A·X = B, for a triangular A [..., N, N]; leading axes broadcast.</summary>
        /// <param name="b">Right sides [..., N, K].</param>
        /// <param name="upper">Which triangle of A is read.</param>
        /// <param name="left">False solves X·A = B with B [..., K, N].</param>
        /// <param name="unitDiagonal">Take the diagonal as ones.</param>
        /// <exception cref="ShapeMismatchException">A is not square, or the sizes differ.</exception>
        [Export("linalg.solve_triangular")]
        public Tensor SolveTriangular(Tensor b, bool upper, bool left = true, bool unitDiagonal = false)
        {
            if (!left) return a.T.SolveTriangular(b.T, !upper, true, unitDiagonal).T;
            a = Matrices.Square(a, "SolveTriangular");
            (a, b) = Promotion.Align(a, Matrices.Real(b, "SolveTriangular"));
            if (a.Shape[^1] != b.Shape[^2]) throw new ShapeMismatchException($"SolveTriangular of {a.Shape} and {b.Shape}: {a.Shape[^1]} unknowns, but {b.Shape[^2]} equations on the right.");
            (a, b) = Matrices.Align(a, b);
            return new SolveTriangularOp(upper, unitDiagonal).Apply(a, b);
        }
    }
}
