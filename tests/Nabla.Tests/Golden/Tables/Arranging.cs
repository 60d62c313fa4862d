namespace Nabla.Tests.Golden;

internal static partial class GoldenTable
{
    private static Dictionary<string, GoldenOp> Arranging() => new()
    {
        ["ravel"] = (x, _) => [x[0].Ravel()],
        ["fliplr"] = (x, _) => [x[0].FlipLeftRight()],
        ["flipud"] = (x, _) => [x[0].FlipUpDown()],
        ["atleast_1d"] = (x, _) => [x[0].AtLeast1d()],
        ["atleast_2d"] = (x, _) => [x[0].AtLeast2d()],
        ["atleast_3d"] = (x, _) => [x[0].AtLeast3d()],
        ["diagflat"] = (x, _) => [x[0].DiagFlat()],
        ["argwhere"] = (x, _) => [x[0].ArgWhere()],
        ["tensor_split"] = (x, a) => a.Raw("where").ValueKind == System.Text.Json.JsonValueKind.Array ? x[0].TensorSplit(a.Longs("where"), a.Int("dim", 0)) : x[0].TensorSplit(a.Int("where"), a.Int("dim", 0)),
        ["hsplit"] = (x, a) => x[0].HSplit(a.Int("sections")),
        ["hsplit_vector"] = (x, a) => x[0].HSplit(a.Int("sections")),
        ["vsplit"] = (x, a) => x[0].VSplit(a.Int("sections")),
        ["dsplit"] = (x, a) => x[0].DSplit(a.Int("sections")),
        ["isin"] = (x, a) => [x[0].IsIn(x[1], a.Flag("invert", false))],
        ["trapezoid"] = (x, a) => [x[0].Trapezoid(a.Real("dx", 1), a.Int("dim", -1))],
        ["trapezoid_at"] = (x, _) => [x[0].Trapezoid(x[1])],
        ["cumulative_trapezoid"] = (x, a) => [x[0].CumulativeTrapezoid(a.Real("dx", 1), a.Int("dim", -1))],
        ["broadcast_tensors"] = (x, _) => Tensor.BroadcastTensors(x),
        ["block_diag"] = (x, _) => [Tensor.BlockDiag(x)],
        ["cartesian_prod"] = (x, _) => [Tensor.CartesianProduct(x)],
        ["column_stack"] = (x, _) => [Tensor.ColumnStack(x)],
        ["column_stack_mixed"] = (x, _) => [Tensor.ColumnStack(x)],
        ["dstack"] = (x, _) => [Tensor.DStack(x)],
        ["clamp_min"] = (x, a) => [x[0].ClampMin(a.Real("bound"))],
        ["clamp_max"] = (x, a) => [x[0].ClampMax(a.Real("bound"))],
    };

    private static Dictionary<string, GoldenOp> Systems() => new()
    {
        ["cholesky_solve"] = (x, a) => [x[0].CholeskySolve(a.Flag("upper") ? x[1].Triu() : x[1].Tril(), a.Flag("upper"))],
        ["cholesky_inverse"] = (x, a) => [(a.Flag("upper") ? x[0].Triu() : x[0].Tril()).CholeskyInverse(a.Flag("upper"))],
        ["lu_factor"] = (x, _) => x[0].LuFactor() is var y ? [y.Packed, y.Pivots] : [],
        ["lu_solve"] = (x, _) => [x[0].LuSolve(x[1].LuFactor())],
        ["lu_unpack"] = (x, _) => Three(x[0].LuFactor().Unpack()),
        ["logdet"] = (x, _) => [x[0].LogDet()],
        ["householder_product"] = (x, _) => [x[0].HouseholderProduct(x[1])],
        ["tensorsolve"] = (x, a) => [x[0].TensorSolve(x[1], a.OptionalInts("dims"))],
        ["tensorinv"] = (x, a) => [x[0].TensorInverse(a.Int("ind", 2))],
        ["vander"] = (x, a) => [x[0].Vander(a.Has("N") ? a.Long("N") : null)],
        ["vecdot"] = (x, a) => [x[0].VecDot(x[1], a.Int("dim", -1))],
        ["vector_norm"] = (x, a) => [x[0].VectorNorm(a.Real("ord", 2), a.OptionalInts("dim"), a.Flag("keepdim", false))],
        ["dist"] = (x, a) => [x[0].Distance(x[1], a.Real("p"))],
        ["renorm"] = (x, a) => [x[0].Renorm(a.Real("p"), a.Int("dim"), a.Real("maxnorm"))],
        ["cov"] = (x, a) => [x[0].Covariance(a.Int("correction", 1), x.Length > 1 ? x[1] : null, x.Length > 2 ? x[2] : null)],
        ["corrcoef"] = (x, _) => [x[0].CorrelationCoefficients()],
        ["multi_dot"] = (x, _) => [Tensor.MultiDot(x)],
        ["hfftn"] = (x, a) => [Fourier.HfftN(x[0], Sizes(a), a.OptionalInts("dim"), Normalised(a))],
        ["ihfftn"] = (x, a) => [Fourier.IhfftN(x[0], Sizes(a), a.OptionalInts("dim"), Normalised(a))],
    };
}
