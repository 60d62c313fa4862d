namespace Nabla;

/// <summary>How a least-squares problem is solved.</summary>
[Export("linalg.LstsqDriver")]
public enum LeastSquaresDriver
{
    /// <summary>By singular values: for matrices of any rank, and of all solutions the shortest (LAPACK's gelsd, gelss and gelsy).</summary>
    SingularValues,

    /// <summary>By QR, several times faster: for matrices of full rank (LAPACK's gels).</summary>
    Qr,
}

/// <summary>A solved least-squares problem.</summary>
/// <param name="Solution">X [..., N, K].</param>
/// <param name="Residuals">Sum of squares of each column of A·X - B, [..., K]; empty, [0], unless there are more equations than unknowns and every matrix has full rank.</param>
/// <param name="Rank">Ranks [...] as int64; null where they were taken for granted.</param>
/// <param name="SingularValues">[..., min(M, N)], largest first; null where they were not computed.</param>
[Export("linalg.LstsqResult")]
public sealed record LeastSquaresSolution(Tensor Solution, Tensor Residuals, Tensor? Rank, Tensor? SingularValues);

/// <summary>Least squares.</summary>
public static class LeastSquaresExtensions
{
    extension(Tensor a)
    {
        /// <summary>The X [..., N, K] of least ‖A·X - B‖, and of these the shortest, for A [..., M, N] and B [..., M, K].</summary>
        /// <param name="b">Right sides.</param>
        /// <param name="relativeTolerance">Singular values up to this share of the largest count as zero; max(M, N)·ε when omitted. Not for <see cref="LeastSquaresDriver.Qr"/>.</param>
        /// <param name="driver">How.</param>
        /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
        /// <exception cref="LinearAlgebraException">A holds NaN or infinity, or has not full rank where the driver needs it.</exception>
        [Export("linalg.lstsq")]
        public Tensor LeastSquares(Tensor b, double? relativeTolerance = null, LeastSquaresDriver driver = LeastSquaresDriver.SingularValues)
        {
            (a, b) = Promotion.Align(Matrices.Real(a, "LeastSquares"), Matrices.Real(b, "LeastSquares"));
            if (a.Shape[^2] != b.Shape[^2]) throw new ShapeMismatchException($"LeastSquares of {a.Shape} and {b.Shape}: {a.Shape[^2]} equations, but {b.Shape[^2]} right sides.");
            return driver switch
            {
                LeastSquaresDriver.SingularValues => a.PseudoInverse(relativeTolerance).MatMul(b),
                LeastSquaresDriver.Qr when relativeTolerance is null => ByQr(a, b),
                LeastSquaresDriver.Qr => throw new ArgumentException("QR takes full rank for granted and has no tolerance.", nameof(relativeTolerance)),
                _ => throw new ArgumentOutOfRangeException(nameof(driver), driver, "There is no such driver."),
            };
        }

        /// <summary>The same, with what is known of the problem: residuals, ranks and singular values.</summary>
        /// <inheritdoc cref="LeastSquares"/>
        [Export("linalg.lstsq_full")]
        public LeastSquaresSolution LeastSquaresFull(Tensor b, double? relativeTolerance = null, LeastSquaresDriver driver = LeastSquaresDriver.SingularValues)
        {
            Tensor x = a.LeastSquares(b, relativeTolerance, driver);
            (Tensor left, Tensor right) = Promotion.Align(Matrices.Real(a, "LeastSquares"), Matrices.Real(b, "LeastSquares"));
            bool bySingular = driver == LeastSquaresDriver.SingularValues;
            Tensor? values = bySingular ? left.SvdVals() : null, rank = bySingular ? left.MatrixRank(relativeTolerance) : null;
            bool known = left.Shape[^2] > left.Shape[^1] && (rank is null || rank.Equal(left.Shape[^1]).All().Item<bool>());
            return new(x, known ? (left.MatMul(x) - right).Square().Sum(-2) : Tensor.Zeros([0], left.DType, left.Backend), rank, values);
        }
    }

    /// <summary>A = Q·R gives R·X = Qᵀ·B; of a wide matrix Aᵀ = Q·R gives X = Q·R⁻ᵀ·B.</summary>
    private static Tensor ByQr(Tensor a, Tensor b)
    {
        bool wide = a.Shape[^2] < a.Shape[^1];
        (Tensor q, Tensor r) = (wide ? a.T : a).Qr();
        Tensor pivots = r.Detach().Diagonal(0, -2, -1).Abs();
        if (pivots.HasData && pivots.Count > 0 && pivots.LessOrEqual(pivots.Amax(-1, keepDims: true) * MatrixNormExtensions.Tolerance(a)).Any().Item<bool>())
            throw new LinearAlgebraException($"A matrix of shape {a.Shape} has not full rank, which solving by QR takes for granted; use {nameof(LeastSquaresDriver)}.{nameof(LeastSquaresDriver.SingularValues)}.");
        return wide ? q.MatMul(r.T.SolveTriangular(b, upper: false)) : r.SolveTriangular(q.T.MatMul(b), upper: true);
    }
}
