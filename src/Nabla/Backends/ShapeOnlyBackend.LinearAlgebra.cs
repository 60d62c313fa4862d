namespace Nabla;

public sealed partial class ShapeOnlyBackend : ILinearAlgebraBackend
{
    /// <inheritdoc/>
    public void SolveTriangular(Tensor t, Tensor b, bool upper, bool unit)
    {
    }

    /// <inheritdoc/>
    public void LuFactor(Tensor a, Tensor order, Tensor sign)
    {
    }

    /// <inheritdoc/>
    public (long Matrix, long Minor)? CholeskyFactor(Tensor a) => null;

    /// <inheritdoc/>
    public void QrFactor(Tensor a, Tensor q)
    {
    }

    /// <inheritdoc/>
    public bool SingularValues(Tensor columns, Tensor s, Tensor right) => true;

    /// <inheritdoc/>
    public bool SymmetricEigen(Tensor a, Tensor values) => true;

    /// <inheritdoc/>
    public void GeneralEigen(Tensor a, Tensor values, Tensor vectors)
    {
    }
}
