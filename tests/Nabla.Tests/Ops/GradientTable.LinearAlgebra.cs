namespace Nabla.Tests.Ops;

internal static partial class GradientTable
{
    /// <summary>Well conditioned, without symmetry.</summary>
    private static Tensor Conditioned(params long[] shape) => (Values(shape) * 0.4) + (Tensor.Eye(shape[^1], type: DType.Float64) * Tensor.Arange(1, shape[^1] + 1, type: DType.Float64) * 2);

    private static Tensor Symmetric(Tensor x) => (x + x.T) / 2;

    private static IEnumerable<GradientCase> LinearAlgebra()
    {
        Tensor square = Conditioned(2, 3, 3), one = Conditioned(3, 3), tall = Values(4, 2), wide = Values(2, 4);
        yield return Two("solve", (a, b) => a.Solve(b), square, Values(3, 2));
        yield return Two("solve vector", (a, b) => a.Solve(b), one, Values(3));
        yield return One("inverse", x => x.Inverse(), square);
        yield return One("matrix_power", x => x.MatrixPower(3), one * 0.3);
        yield return One("matrix_power inverse", x => x.MatrixPower(-2), one);
        foreach (bool upper in new[] { false, true })
        {
            foreach (bool unit in new[] { false, true })
                yield return Two($"solve_triangular {upper} {unit}", (a, b) => a.SolveTriangular(b, upper, unitDiagonal: unit), square, Values(2, 3, 2));
        }
        yield return Two("solve_triangular right", (a, b) => a.SolveTriangular(b, true, left: false), one, Values(2, 3));
        yield return One("determinant", x => x.Determinant(), square);
        yield return One("determinant singular", x => x.Determinant(), Tensor.Of([1.0, 2, 3, 2, 4, 6, 0, 1, 5], [3, 3])) with { Twice = false };
        yield return One("slogdet", x => x.SlogDet().LogAbs, square);
        yield return One("cholesky", x => Symmetric(x).Cholesky(), square);
        yield return One("lu square", x => Weighted(x.Lu().L, x.Lu().U), one);
        yield return One("lu tall", x => Weighted(x.Lu().L, x.Lu().U), tall);
        yield return One("lu wide", x => Weighted(x.Lu().L, x.Lu().U), wide);
        yield return One("qr square", x => Weighted(x.Qr().Q, x.Qr().R), square);
        yield return One("qr tall", x => Weighted(x.Qr().Q, x.Qr().R), tall);
        yield return One("qr wide", x => Weighted(x.Qr().Q, x.Qr().R), wide);
        yield return One("svd square", Singular, square);
        yield return One("svd tall", Singular, tall);
        yield return One("svd wide", Singular, wide);
        yield return One("svdvals", x => x.SvdVals(), tall);
        yield return One("eigh", Symmetrical, square);
        yield return One("eig", General, one);
        yield return One("eig complex", General, Tensor.Of([0.5, -2, 0.3, 1.5, 0.2, 0.1, 0.4, -0.3, 2.5], [3, 3]));
        yield return One("pinv tall", x => x.PseudoInverse(), tall);
        yield return One("pinv wide", x => x.PseudoInverse(), wide);
        yield return Two("lstsq by QR", (a, b) => a.LeastSquares(b, driver: LeastSquaresDriver.Qr), tall, Values(4, 3));
        yield return Two("lstsq", (a, b) => a.LeastSquares(b), tall, Values(4, 3));
        yield return One("matrix_exp", x => x.MatrixExp(), Values(2, 2, 2));
        yield return One("matrix_norm nuclear", x => x.MatrixNorm(MatrixNorm.Nuclear), tall);
        yield return One("cond", x => x.ConditionNumber(MatrixNorm.One), one);
    }

    private static Tensor Weighted(Tensor a, Tensor b) => (a * Values([.. a.Shape])).Sum() + (b * Values([.. b.Shape]) * 0.7).Sum();

    private static Tensor Singular(Tensor x)
    {
        (Tensor u, Tensor s, Tensor vh) = x.Svd(fullMatrices: false);
        Tensor weight = Tensor.Arange(1, s.Shape[^1] + 1, type: DType.Float64);
        return Weighted((u * s.Exp().Unsqueeze(-2)).MatMul(vh), (u * u * weight).Sum(-1)) + (vh * vh * weight.Unsqueeze(-1)).Sum(-2).Square().Sum();
    }

    private static Tensor Symmetrical(Tensor x)
    {
        (Tensor values, Tensor q) = Symmetric(x).Eigh();
        return Weighted((q * values.Sin().Unsqueeze(-2)).MatMul(q.T), (q * q * values.Unsqueeze(-2)).Sum(-1));
    }

    private static Tensor General(Tensor x)
    {
        (Tensor values, Tensor vectors) = x.Eig();
        return (vectors.Square().Sum(-1) * values.Select(-1, 0).Square().Unsqueeze(-2)).Sum(-1).Square().Sum() + values.Select(-1, 1).Square().Sum();
    }
}
