namespace Nabla;

public sealed partial class ShapeOnlyBackend
{
    /// <inheritdoc/>
    public void ArgSort(Tensor x, bool descending, Tensor indices)
    {
    }

    /// <inheritdoc/>
    public void ArgTopK(Tensor x, long k, bool largest, Tensor indices)
    {
    }

    /// <inheritdoc/>
    public void ArgKth(Tensor x, long k, Tensor indices)
    {
    }

    /// <inheritdoc/>
    public void ArgMedian(Tensor x, bool ignoreNaN, Tensor indices)
    {
    }

    /// <inheritdoc/>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x, bool consecutive) =>
        throw new NotSupportedException("The number of different values depends on the data; the shape-only backend has none.");

    /// <inheritdoc/>
    public void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places)
    {
    }

    /// <inheritdoc/>
    public void Recurrence(Tensor b, Tensor a, int axis, bool reverse, Tensor y)
    {
    }

    /// <inheritdoc/>
    public void LogCumSumExp(Tensor x, int axis, Tensor y)
    {
    }
}
