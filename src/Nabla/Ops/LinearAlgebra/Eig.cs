namespace Nabla;

/// <summary>Eigenvalues and right eigenvectors of a general real matrix, complex: λ [N, 2] and V [N, N, 2] packed, real and imaginary parts last.</summary>
/// <remarks>
/// With E_ij = λ_j - λ_i, W = Vᴴ·gV: ∂A is the real part of V⁻ᴴ·((W - Vᴴ·V·diag(Re W))/conj(E) + diag(gλ))·Vᴴ.
/// </remarks>
internal sealed record EigOp : UnaryOp
{
    public override Keep Keeps => Keep.Output;

    protected override Tensor Forward(Tensor x)
    {
        long n = x.Shape[^1];
        Tensor a = Matrices.Copy(x.To(DType.Float64)), values = Matrices.Empty(a, n, 2), vectors = Matrices.Empty(a, n, n, 2);
        if (!a.IsFinite().All().Item<bool>()) throw new LinearAlgebraException($"The eigenvalues of a matrix of shape {x.Shape} do not converge: it holds NaN or infinity.");
        Matrices.On(x).GeneralEigen(a, values, vectors);
        return Matrices.Pack(x.Rank - 2, values.To(x.DType), vectors.To(x.DType));
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y)
    {
        long n = x.Shape[^1], at = 0, atG = 0;
        Tensor values = Matrices.Part(y, ref at, n, 2), vectors = Matrices.Part(y, ref at, n, n, 2);
        Tensor gValues = Matrices.Part(g, ref atG, n, 2), gVectors = Matrices.Part(g, ref atG, n, n, 2);
        (Tensor Re, Tensor Im) v = Split(vectors), gv = Split(gVectors), l = Split(values), gl = Split(gValues);
        (Tensor Re, Tensor Im) vh = (v.Re.T, -v.Im.T);
        (Tensor Re, Tensor Im) w = Product(vh, gv), gram = Product(vh, v);
        Tensor diagonal = Matrices.Diagonal(w.Re).Unsqueeze(-2), eye = Matrices.Eye(n, y), off = 1 - eye;
        w = (w.Re - (gram.Re * diagonal), w.Im - (gram.Im * diagonal));
        // Division by conj(E) is multiplication with E / |E|².
        Tensor er = l.Re.Unsqueeze(-2) - l.Re.Unsqueeze(-1) + eye, ei = l.Im.Unsqueeze(-2) - l.Im.Unsqueeze(-1), size = er.Square() + ei.Square();
        w = ((((w.Re * er) - (w.Im * ei)) / size * off) + gl.Re.DiagEmbed(), (((w.Re * ei) + (w.Im * er)) / size * off) + gl.Im.DiagEmbed());
        (Tensor Re, Tensor Im) right = Product(w, vh);
        // Vᴴ·X = right, as one real system of twice the size.
        Tensor system = Tensor.Cat([Tensor.Cat([vh.Re, -vh.Im], -1), Tensor.Cat([vh.Im, vh.Re], -1)], -2);
        return system.Solve(Tensor.Cat([right.Re, right.Im], -2)).Narrow(-2, 0, n);
    }

    private static (Tensor Re, Tensor Im) Split(Tensor x) => (x.Select(-1, 0), x.Select(-1, 1));

    private static (Tensor Re, Tensor Im) Product((Tensor Re, Tensor Im) a, (Tensor Re, Tensor Im) b) =>
        (a.Re.MatMul(b.Re) - a.Im.MatMul(b.Im), a.Re.MatMul(b.Im) + a.Im.MatMul(b.Re));
}

/// <summary>Eigenvalues of general matrices.</summary>
public static class EigExtensions
{
    extension(Tensor a)
    {
        /// <summary>
        /// Eigenvalues [..., N, 2] and right eigenvectors [..., N, N, 2] of real matrices: complex, the last axis holds real and imaginary part. Vectors are columns of length 1; their phase is
        /// arbitrary, so only what does not depend on it has a gradient.
        /// </summary>
        /// <exception cref="ShapeMismatchException">A is not square.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity.</exception>
        [Export("linalg.eig")]
        public (Tensor Values, Tensor Vectors) Eig()
        {
            a = Matrices.Square(a, "Eig");
            long n = a.Shape[^1], at = 0;
            Tensor packed = new EigOp().Apply(a);
            Tensor values = Matrices.Part(packed, ref at, n, 2);
            return (values, Matrices.Part(packed, ref at, n, n, 2));
        }

        /// <summary>Complex eigenvalues [..., N, 2] of real matrices.</summary>
        /// <inheritdoc cref="Eig"/>
        [Export("linalg.eigvals")]
        public Tensor EigVals() => a.Eig().Values;
    }
}
