namespace Nabla.Tests.Ops;

/// <summary>Factorisations multiply back, at sizes that cross every block boundary, and bad input is refused in words.</summary>
public sealed class LinearAlgebraTests
{
    public static TheoryData<long, long> Shapes => new() { { 0, 0 }, { 1, 1 }, { 5, 5 }, { 17, 17 }, { 33, 40 }, { 40, 33 }, { 70, 70 }, { 130, 65 }, { 65, 130 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Qr_multiplies_back(long m, long n)
    {
        Tensor a = Random(m, n);
        (Tensor q, Tensor r) = a.Qr();
        Near(a, q.MatMul(r));
        Near(Tensor.Eye(Math.Min(m, n), type: DType.Float64), q.T.MatMul(q));
        (Tensor whole, Tensor upper) = a.Qr(complete: true);
        Near(a, whole.MatMul(upper));
        Near(Tensor.Eye(m, type: DType.Float64), whole.T.MatMul(whole));
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Lu_multiplies_back(long m, long n)
    {
        Tensor a = Random(m, n);
        (Tensor p, Tensor l, Tensor u) = a.Lu();
        Near(a, p.MatMul(l).MatMul(u));
        Assert.True(l.Abs().Sum().Item() == 0 || l.Abs().Amax().Item() <= 1);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Svd_multiplies_back(long m, long n)
    {
        Tensor a = Random(m, n);
        (Tensor u, Tensor s, Tensor vh) = a.Svd(fullMatrices: false);
        Near(a, (u * s.Unsqueeze(-2)).MatMul(vh));
        Near(Tensor.Eye(Math.Min(m, n), type: DType.Float64), u.T.MatMul(u));
        Near(Tensor.Eye(Math.Min(m, n), type: DType.Float64), vh.MatMul(vh.T));
    }

    [Theory, InlineData(1), InlineData(24), InlineData(25), InlineData(70), InlineData(130)]
    public void Cholesky_and_eigenvectors_multiply_back(long n)
    {
        Tensor x = Random(n, n), a = x.MatMul(x.T) + Tensor.Eye(n, type: DType.Float64), l = a.Cholesky();
        Near(a, l.MatMul(l.T));
        (Tensor values, Tensor q) = a.Eigh();
        Near(a, (q * values.Unsqueeze(-2)).MatMul(q.T));
        Near(a.MatMul(a.Inverse()), Tensor.Eye(n, type: DType.Float64));
    }

    [Fact]
    public void Only_one_triangle_of_a_symmetric_matrix_is_read()
    {
        Tensor x = Random(6, 6), a = x.MatMul(x.T) + Tensor.Eye(6, type: DType.Float64);
        Near(a.Cholesky(), a.Tril().Cholesky());
        Near(a.Eigh().Values, a.Tril().Eigh().Values);
        Near(a.Eigh().Values, a.Triu().Eigh(upper: true).Values);
    }

    [Fact]
    public void A_deficient_matrix_has_orthonormal_singular_vectors_and_a_pseudo_inverse()
    {
        Tensor a = Random(7, 3).MatMul(Random(3, 5)), p = a.PseudoInverse();
        (Tensor u, _, Tensor vh) = a.Svd();
        Near(Tensor.Eye(7, type: DType.Float64), u.T.MatMul(u));
        Near(Tensor.Eye(5, type: DType.Float64), vh.MatMul(vh.T));
        Near(a, a.MatMul(p).MatMul(a));
        Near(p, p.MatMul(a).MatMul(p));
        Assert.Equal(3, a.MatrixRank().Item<long>());
    }

    [Fact]
    public void Eigenvectors_satisfy_their_equation()
    {
        Tensor a = Random(9, 9);
        (Tensor values, Tensor vectors) = a.Eig();
        Tensor lr = values.Select(-1, 0), li = values.Select(-1, 1), vr = vectors.Select(-1, 0), vi = vectors.Select(-1, 1);
        Near(a.MatMul(vr), (vr * lr) - (vi * li));
        Near(a.MatMul(vi), (vr * li) + (vi * lr));
    }

    [Fact]
    public void A_batch_gives_what_its_matrices_give()
    {
        Tensor a = Random(3, 2, 20, 20);
        Tensor all = a.Inverse();
        for (int i = 0; i < 3; i++) Assert.Equal(a[i, 1].Inverse().ToArray<double>(), all[i, 1].ToArray<double>());
    }

    [Fact]
    public void Least_squares_of_a_tall_system_leaves_an_orthogonal_residual()
    {
        Tensor a = Random(20, 4), b = Random(20, 2);
        Near(Tensor.Zeros([4, 2], DType.Float64), a.T.MatMul(a.MatMul(a.LeastSquares(b)) - b));
    }

    [Fact]
    public void Least_squares_by_QR_take_full_rank_for_granted()
    {
        Tensor a = Random(9, 4), b = Random(9, 2);
        LeastSquaresSolution byQr = a.LeastSquaresFull(b, driver: LeastSquaresDriver.Qr), bySingular = a.LeastSquaresFull(b);
        Near(bySingular.Solution, byQr.Solution);
        Near(bySingular.Residuals, byQr.Residuals);
        Assert.Null(byQr.Rank);
        Assert.Throws<LinearAlgebraException>(() => Tensor.Ones([4, 2], DType.Float64).LeastSquares(Tensor.Ones([4, 1], DType.Float64), driver: LeastSquaresDriver.Qr));
        Assert.Throws<ArgumentException>("relativeTolerance", () => a.LeastSquares(b, 1e-3, LeastSquaresDriver.Qr));
        Assert.Throws<ArgumentOutOfRangeException>("driver", () => a.LeastSquares(b, driver: (LeastSquaresDriver)7));
    }

    [Fact]
    public void A_singular_matrix_is_refused()
    {
        Tensor a = Tensor.Stack([Tensor.Eye(2, type: DType.Float64), Tensor.Of([1.0, 2, 2, 4], [2, 2])]);
        Assert.Contains("(number 1 of the batch) is singular: element 1", Assert.Throws<LinearAlgebraException>(() => a.Inverse()).Message, StringComparison.Ordinal);
        Assert.Equal([1.0, 0.0], a.Determinant().ToArray<double>());
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() =>
        Assert.Contains("minor of order 2", Assert.Throws<LinearAlgebraException>(() => Tensor.Of([1.0, 2, 2, 1], [2, 2]).Cholesky()).Message, StringComparison.Ordinal);

    [Fact]
    public void Shapes_and_values_that_make_no_sense_are_refused()
    {
        Assert.Contains("[2, 3]", Assert.Throws<ShapeMismatchException>(() => Tensor.Ones([2, 3]).Inverse()).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => Tensor.Ones([3]).Qr());
        Assert.Contains("2 unknowns, but 3 equations", Assert.Throws<ShapeMismatchException>(() => Tensor.Eye(2).Solve(Tensor.Ones([3, 1]))).Message, StringComparison.Ordinal);
        Tensor bad = Tensor.Of([1.0, double.NaN, double.NaN, 1], [2, 2]);
        Assert.Throws<LinearAlgebraException>(() => bad.Svd());
        Assert.Throws<LinearAlgebraException>(() => bad.Eigh());
        Assert.Throws<LinearAlgebraException>(() => bad.Eig());
        Assert.Throws<NotSupportedException>(() => Tensor.Ones([3, 2]).WithGrad().Svd());
    }

    private static Tensor Random(params long[] shape)
    {
        Random random = new(7 + shape.Length);
        return Tensor.Of([.. Enumerable.Range(0, (int)new Shape(shape).Count).Select(_ => (random.NextDouble() * 2) - 1)], new Shape(shape));
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        if (expected.Count > 0) Assert.InRange((expected - actual).Abs().Amax().Item(), 0, 1e-9);
    }
}
