namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Decompositions() => new()
    {
        ["inv"] = (x, _) => [x[0].Inverse()],
        ["solve"] = (x, _) => [x[0].Solve(x[1])],
        ["lstsq"] = (x, _) => [x[0].LeastSquares(x[1])],
        ["lstsq_gels"] = (x, _) => [x[0].LeastSquares(x[1], driver: LeastSquaresDriver.Qr)],
        ["lstsq_full"] = (x, _) => x[0].LeastSquaresFull(x[1]) is var y ? [y.Solution, y.Residuals, y.Rank!, y.SingularValues!] : [],
        ["solve_triangular"] = (x, a) => [x[0].SolveTriangular(x[1], a.Flag("upper"), a.Flag("left"), a.Flag("unitriangular"))],
        ["det"] = (x, _) => [x[0].Determinant()],
        ["slogdet"] = (x, _) => Both(x[0].SlogDet()),
        ["cholesky"] = (x, _) => [x[0].Cholesky()],
        ["qr"] = (x, _) => Both(x[0].Qr()),
        ["qr_complete"] = (x, _) => Both(x[0].Qr(complete: true)),
        ["lu"] = (x, _) => Three(x[0].Lu()),
        ["svd_parts"] = (x, _) => SvdParts(x[0]),
        ["svd_full"] = (x, _) => SvdFull(x[0]),
        ["svdvals"] = (x, _) => [x[0].SvdVals()],
        ["eigh_parts"] = (x, _) => EighParts(x[0]),
        ["eigvalsh"] = (x, _) => [x[0].EigValsH()],
        ["eig_parts"] = (x, _) => EigParts(x[0]),
        ["pinv"] = (x, _) => [x[0].PseudoInverse()],
        ["matrix_exp"] = (x, _) => [x[0].MatrixExp()],
        ["matrix_power"] = (x, a) => [x[0].MatrixPower(a.Int("n"))],
        ["matrix_norm"] = (x, a) => [x[0].MatrixNorm(Order(a, "ord"))],
        ["cond"] = (x, a) => [x[0].ConditionNumber(a.Has("p") ? Order(a, "p") : MatrixNorm.Spectral)],
        ["matrix_rank"] = (x, _) => [x[0].MatrixRank()],
    };

    private static Tensor[] Both((Tensor A, Tensor B) pair) => [pair.A, pair.B];

    private static Tensor[] Three((Tensor A, Tensor B, Tensor C) three) => [three.A, three.B, three.C];

    /// <summary>What does not depend on the signs of the singular vectors.</summary>
    private static Tensor[] SvdParts(Tensor x)
    {
        (Tensor u, Tensor s, Tensor vh) = x.Svd(fullMatrices: false);
        Tensor weight = Tensor.Arange(1, s.Shape[^1] + 1, type: x.DType);
        return [(u * s.Sqrt().Unsqueeze(-2)).MatMul(vh), s, (u * u * weight).Sum(-1), (vh * vh * weight.Unsqueeze(-1)).Sum(-2)];
    }

    private static Tensor[] SvdFull(Tensor x)
    {
        (Tensor u, Tensor s, Tensor vh) = x.Svd();
        long k = s.Shape[^1];
        return [(u.Narrow(-1, 0, k) * s.Unsqueeze(-2)).MatMul(vh.Narrow(-2, 0, k)), u.MatMul(u.T), vh.MatMul(vh.T)];
    }

    private static Tensor[] EighParts(Tensor x)
    {
        (Tensor values, Tensor q) = ((x + x.T) / 2).Eigh();
        return [values, (q * values.Exp().Unsqueeze(-2)).MatMul(q.T), (q * q * values.Unsqueeze(-2)).Sum(-1)];
    }

    /// <summary>V·diag(λ²)·V⁻¹ by a real system of twice the size, and sums that do not depend on order or phase.</summary>
    private static Tensor[] EigParts(Tensor x)
    {
        (Tensor values, Tensor vectors) = x.Eig();
        Tensor lr = values.Select(-1, 0), li = values.Select(-1, 1), vr = vectors.Select(-1, 0), vi = vectors.Select(-1, 1);
        Tensor sr = ((lr * lr) - (li * li)).Unsqueeze(-2), si = (2 * lr * li).Unsqueeze(-2);
        Tensor v = Twice(vr, vi), scaled = Twice((vr * sr) - (vi * si), (vr * si) + (vi * sr));
        long n = x.Shape[^1];
        return
        [
            scaled.MatMul(v.Inverse()).Narrow(-2, 0, n).Narrow(-1, 0, n), ((vr.Square() + vi.Square()) * lr.Unsqueeze(-2)).Sum(-1), lr.Pow(3).Sum(-1), li.Square().Sum(-1),
        ];

        static Tensor Twice(Tensor re, Tensor im) => Tensor.Cat([Tensor.Cat([re, -im], -1), Tensor.Cat([im, re], -1)], -2);
    }

    private static MatrixNorm Order(GoldenArgs a, string name) => a.IsText(name, "fro") ? MatrixNorm.Frobenius : a.IsText(name, "nuc") ? MatrixNorm.Nuclear : a.Real(name) switch
    {
        2 => MatrixNorm.Spectral,
        -2 => MatrixNorm.SmallestSingular,
        1 => MatrixNorm.One,
        -1 => MatrixNorm.MinusOne,
        > 2 => MatrixNorm.Infinity,
        _ => MatrixNorm.MinusInfinity,
    };
}
