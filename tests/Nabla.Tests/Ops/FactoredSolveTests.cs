namespace Nabla.Tests.Ops;

/// <summary>Systems solved from factors, chains of matrices, and what they refuse.</summary>
public sealed class FactoredSolveTests
{
    [Theory, InlineData(1), InlineData(17), InlineData(70)]
    public void Factors_solve_what_the_matrix_solves(long n)
    {
        Tensor a = Random(n, n) + (Tensor.Eye(n, type: DType.Float64) * n), b = Random(n, 3);
        Near(a.Solve(b), b.LuSolve(a.LuFactor()));
        Tensor positive = a.MatMul(a.T);
        Near(positive.Solve(b), b.CholeskySolve(positive.Cholesky()));
        Near(positive.Inverse(), positive.Cholesky().CholeskyInverse());
        Near(positive.Inverse(), positive.Cholesky().T.CholeskyInverse(upper: true));
    }

    [Fact]
    public void Unpacked_factors_multiply_back()
    {
        Tensor a = Random(3, 6, 4);
        (Tensor p, Tensor l, Tensor u) = a.LuFactor().Unpack();
        Near(a, p.MatMul(l).MatMul(u));
    }

    [Fact]
    public void Singular_systems_and_pivots_outside_the_matrix_are_refused()
    {
        Tensor singular = Tensor.Of([1.0, 2, 2, 4], [2, 2]), b = Random(2, 1);
        Assert.Throws<LinearAlgebraException>(() => b.LuSolve(singular.LuFactor()));
        Assert.Throws<ShapeMismatchException>(() => Random(3, 1).LuSolve(Random(2, 2).LuFactor()));
        LuFactors odd = new(Tensor.Of([1.0, 0, 0, 1], [2, 2]), Tensor.Of(3, 2));
        Assert.Contains("row 3", Assert.Throws<ArgumentException>("pivots", () => b.LuSolve(odd)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("pivots", () => odd.Unpack());
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3).HouseholderProduct(Random(2)));
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3).CholeskyInverse());
    }

    [Fact]
    public void A_chain_gives_the_product_whatever_its_best_order()
    {
        Tensor a = Random(4, 30), b = Random(30, 2), c = Random(2, 40), d = Random(40, 5), e = Random(5, 1);
        Near(a.MatMul(b).MatMul(c).MatMul(d).MatMul(e), Tensor.MultiDot(a, b, c, d, e));
        Assert.Throws<ArgumentException>("factors", () => Tensor.MultiDot(a));
        Assert.Contains("Factor 2", Assert.Throws<ShapeMismatchException>(() => Tensor.MultiDot(a, b, d)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_never_makes_the_large_matrix_between_thin_ones()
    {
        // Left to right would need 200,000 x 200,000 elements.
        Tensor column = Random(200_000, 1), row = Random(1, 200_000), last = Random(200_000, 2);
        Near(column.MatMul(row.MatMul(last)), Tensor.MultiDot(column, row, last));
    }

    [Fact]
    public void Equations_between_tensors_must_be_square()
    {
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3, 5).TensorSolve(Random(2, 3)));
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3, 6).TensorSolve(Random(3, 2)));
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3, 5).TensorInverse());
        Assert.Throws<ArgumentOutOfRangeException>("axes", () => Random(2, 3, 6).TensorInverse(0));
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3, 6).Covariance());
        Assert.Throws<ShapeMismatchException>(() => Random(2, 3).Covariance(weights: Random(2)));
        Assert.Throws<ArgumentOutOfRangeException>("p", () => Random(2, 3).Renorm(0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("bound", () => Random(2, 3).Renorm(2, 0, double.NaN));
    }

    private static Tensor Random(params long[] shape)
    {
        Random random = new((int)shape.Sum());
        return Tensor.Of([.. Enumerable.Range(0, (int)new Shape(shape).Count).Select(_ => (random.NextDouble() * 2) - 1)], new Shape(shape));
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        foreach ((double e, double a) in expected.ToArray<double>().Zip(actual.ToArray<double>())) Assert.Equal(e, a, 1e-9 * Math.Max(1, Math.Abs(e)));
    }
}
