namespace Nabla;

/// <summary>exp(A) = Σ Aᵏ/k! by scaling, a diagonal Padé approximant of order 13, and squaring: Higham (2005).</summary>
/// <remarks>The gradient is the upper right block of exp([[Aᵀ, g], [0, Aᵀ]]).</remarks>
internal sealed record MatrixExpOp : UnaryOp
{
    private static readonly double[] Pade =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor x)
    {
        if (x.Count == 0) return Matrices.Copy(x);
        // Computed in float64: the coefficients span sixteen orders of magnitude.
        Tensor a = x.To(DType.Float64);
        double norm = a.Abs().Sum(-2).Amax().Item();
        if (!double.IsFinite(norm)) throw new LinearAlgebraException("The exponential of a matrix with NaN or infinity is not defined.");
        int squarings = norm <= 5.37 ? 0 : (int)Math.Ceiling(Math.Log2(norm / 5.37));
        a *= Math.Pow(2, -squarings);
        Tensor eye = Matrices.Eye(x.Shape[^1], a), a2 = a.MatMul(a), a4 = a2.MatMul(a2), a6 = a4.MatMul(a2);
        Tensor u = a.MatMul(a6.MatMul((a6 * Pade[13]) + (a4 * Pade[11]) + (a2 * Pade[9])) + (a6 * Pade[7]) + (a4 * Pade[5]) + (a2 * Pade[3]) + (eye * Pade[1]));
        Tensor v = a6.MatMul((a6 * Pade[12]) + (a4 * Pade[10]) + (a2 * Pade[8])) + (a6 * Pade[6]) + (a4 * Pade[4]) + (a2 * Pade[2]) + (eye * Pade[0]);
        Tensor y = (v - u).Solve(v + u);
        for (int i = 0; i < squarings; i++) y = y.MatMul(y);
        return y.To(x.DType);
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long n = x.Shape[^1];
        Tensor block = Tensor.Cat([Tensor.Cat([x.T, g], -1), Tensor.Cat([x.T * 0, x.T], -1)], -2);
        return new MatrixExpOp().Apply(block).Narrow(-2, 0, n).Narrow(-1, n, n);
    }
}

/// <summary>Exponentials of matrices.</summary>
public static class MatrixExpExtensions
{
    extension(Tensor a)
    {
        /// <summary>The matrix exponential of [..., N, N].</summary>
        /// <exception cref="ShapeMismatchException">The matrices are not square.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity.</exception>
        [Export("linalg.matrix_exp", "matrix_exp", "Tensor.matrix_exp")]
        public Tensor MatrixExp() => new MatrixExpOp().Apply(Matrices.Square(a, "MatrixExp"));
    }
}
