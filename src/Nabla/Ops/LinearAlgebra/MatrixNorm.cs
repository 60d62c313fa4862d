namespace Nabla;

/// <summary>Which norm of a matrix.</summary>
[Export("linalg.MatrixNorm")]
public enum MatrixNorm
{
    /// <summary>Root of the sum of squares.</summary>
    Frobenius,

    /// <summary>Sum of the singular values.</summary>
    Nuclear,

    /// <summary>Largest singular value.</summary>
    Spectral,

    /// <summary>Smallest singular value (not a norm, but the field's convention for order -2).</summary>
    SmallestSingular,

    /// <summary>Largest sum of absolute values of a column.</summary>
    One,

    /// <summary>Smallest such sum.</summary>
    MinusOne,

    /// <summary>Largest sum of absolute values of a row.</summary>
    Infinity,

    /// <summary>Smallest such sum.</summary>
    MinusInfinity,
}

/// <summary>Norms, condition numbers and ranks of matrices.</summary>
public static class MatrixNormExtensions
{
    extension(Tensor a)
    {
        /// <summary>Norms [...] of matrices [..., M, N].</summary>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        [Export("linalg.matrix_norm")]
        public Tensor MatrixNorm(MatrixNorm norm = Nabla.MatrixNorm.Frobenius)
        {
            a = Matrices.Real(a, "MatrixNorm");
            return norm switch
            {
                Nabla.MatrixNorm.Frobenius => a.Norm(2, [-2, -1]),
                Nabla.MatrixNorm.Nuclear => a.SvdVals().Sum(-1),
                Nabla.MatrixNorm.Spectral => a.SvdVals().Amax(-1),
                Nabla.MatrixNorm.SmallestSingular => a.SvdVals().Amin(-1),
                Nabla.MatrixNorm.One => a.Abs().Sum(-2).Amax(-1),
                Nabla.MatrixNorm.MinusOne => a.Abs().Sum(-2).Amin(-1),
                Nabla.MatrixNorm.Infinity => a.Abs().Sum(-1).Amax(-1),
                Nabla.MatrixNorm.MinusInfinity => a.Abs().Sum(-1).Amin(-1),
                _ => throw new ArgumentOutOfRangeException(nameof(norm), norm, "There is no such norm."),
            };
        }

        /// <summary>Condition numbers [...]: the norm times the norm of the inverse; of the singular values for the spectral norm, which any shape has.</summary>
        /// <exception cref="ShapeMismatchException">The norm needs an inverse and the matrices are not square.</exception>
        /// <exception cref="LinearAlgebraException">The norm needs an inverse and a matrix is singular.</exception>
        [Export("linalg.cond")]
        public Tensor ConditionNumber(MatrixNorm norm = Nabla.MatrixNorm.Spectral)
        {
            if (norm is Nabla.MatrixNorm.Spectral or Nabla.MatrixNorm.SmallestSingular)
            {
                Tensor s = a.SvdVals();
                (int over, int under) = norm == Nabla.MatrixNorm.Spectral ? (0, -1) : (-1, 0);
                return s.Select(-1, over) / s.Select(-1, under);
            }
            a = Matrices.Square(a, "ConditionNumber");
            return a.MatrixNorm(norm) * a.Inverse().MatrixNorm(norm);
        }

        /// <summary>Ranks [...] as int64: singular values above a share of the largest.</summary>
        /// <param name="relativeTolerance">The share; max(M, N)·ε when omitted.</param>
        /// <exception cref="ShapeMismatchException">There are fewer than two axes.</exception>
        [Export("linalg.matrix_rank")]
        public Tensor MatrixRank(double? relativeTolerance = null)
        {
            a = Matrices.Real(a, "MatrixRank").Detach();
            Tensor s = a.SvdVals();
            if (s.Shape[^1] == 0) return Tensor.Zeros(Matrices.Lead(a), DType.Int64, a.Backend);
            return s.Greater(s.Narrow(-1, 0, 1) * (relativeTolerance ?? Tolerance(a))).To(DType.Int64).Sum(-1);
        }
    }

    /// <summary>max(M, N)·ε.</summary>
    internal static double Tolerance(Tensor a) => Math.Max(a.Shape[^2], a.Shape[^1]) * (a.DType == DType.Float64 ? 2.220446049250313e-16 : 1.1920929e-7);
}
