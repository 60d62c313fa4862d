namespace Nabla;

/// <summary>X with A·X = B by LU. ∂B = A⁻ᵀ·g; ∂A = -∂B·Xᵀ.</summary>
internal sealed record SolveOp : BinaryOp
{
    public override Keep Keeps => Keep.A | Keep.Output;

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Tensor lu = Matrices.Copy(a);
        using Tensor order = LuOp.Factor(lu, out Tensor sign);
        sign.Dispose();
        LuOp.RefuseSingular(lu);
        Tensor x = Matrices.Copy(Matrices.TakeRows(b, order));
        ILinearAlgebraBackend on = Matrices.On(a);
        on.SolveTriangular(lu, x, upper: false, unit: true);
        on.SolveTriangular(lu, x, upper: true, unit: false);
        return x;
    }

    protected override Tensor BackwardA(Tensor g, Tensor a, Tensor b, Tensor y) => -new SolveOp().Apply(a.T, g).MatMul(y.T);

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor y) => new SolveOp().Apply(a.T, g);
}

/// <summary>Linear systems and inverses.</summary>
public static class SolveExtensions
{
    extension(Tensor a)
    {
        /// <summary>X with A·X = B, for A [..., N, N] and B [..., N, K] or [N]; leading axes broadcast. O(N³) by LU with partial pivoting.</summary>
        /// <param name="b">Right sides; a vector when it has one axis.</param>
        /// <exception cref="ShapeMismatchException">A is not square, or the sizes differ.</exception>
        /// <exception cref="LinearAlgebraException">A is singular.</exception>
        [Export("linalg.solve")]
        public Tensor Solve(Tensor b)
        {
            ArgumentNullException.ThrowIfNull(b);
            if (b.Rank == 1) return a.Solve(b.Unsqueeze(-1)).Squeeze(-1);
            a = Matrices.Square(a, "Solve");
            (a, b) = Promotion.Align(a, Matrices.Real(b, "Solve"));
            if (a.Shape[^1] != b.Shape[^2]) throw new ShapeMismatchException($"Solve of {a.Shape} and {b.Shape}: {a.Shape[^1]} unknowns, but {b.Shape[^2]} equations on the right.");
            (a, b) = Matrices.Align(a, b);
            return new SolveOp().Apply(a, b);
        }

        /// <summary>The inverse of square matrices [..., N, N].</summary>
        /// <exception cref="ShapeMismatchException">They are not square.</exception>
        /// <exception cref="LinearAlgebraException">One is singular.</exception>
        [Export("linalg.inv", "inverse", "Tensor.inverse")]
        public Tensor Inverse()
        {
            a = Matrices.Square(a, "Inverse");
            return new SolveOp().Apply(a, Matrices.Eye(a.Shape[^1], a).BroadcastTo(a.Shape));
        }

        /// <summary>A multiplied with itself <paramref name="exponent"/> times; a negative exponent inverts first, 0 gives the identity.</summary>
        /// <exception cref="ShapeMismatchException">The matrices are not square.</exception>
        /// <exception cref="LinearAlgebraException">The exponent is negative and a matrix singular.</exception>
        [Export("linalg.matrix_power", "matrix_power", "Tensor.matrix_power")]
        public Tensor MatrixPower(int exponent)
        {
            a = Matrices.Square(a, "MatrixPower");
            Tensor power = exponent < 0 ? a.Inverse() : a;
            Tensor? result = null;
            for (uint bits = (uint)Math.Abs((long)exponent); bits > 0; bits >>= 1)
            {
                if ((bits & 1) == 1) result = result is null ? power : result.MatMul(power);
                if (bits > 1) power = power.MatMul(power);
            }
            return result ?? Matrices.Eye(a.Shape[^1], a).BroadcastTo(a.Shape) + (a * 0);
        }
    }
}
