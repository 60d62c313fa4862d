namespace Nabla;

public sealed partial class Tensor
{
    /// <summary>Reads or overwrites part of the tensor: <c>x[0, 1..3]</c>, <c>x[mask]</c>, <c>x[TensorIndex.Ellipsis, rows] = 0</c>.</summary>
    /// <remarks>Reading gives a view unless the index holds tensors. Writing changes the tensor in place; the value broadcasts.</remarks>
    /// <param name="index">Numbers, ranges, tensors and markers; see <see cref="TensorIndex"/>.</param>
    /// <exception cref="ArgumentException">There are more parts than axes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position does not exist.</exception>
    /// <exception cref="ShapeMismatchException">The value does not broadcast to what the index names.</exception>
    [System.Runtime.CompilerServices.IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<TensorIndex> index]
    {
        get => this.Index(index);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            (Tensor view, Tensor?[] tensors) = IndexExtensions.Basic(this, index);
            if (tensors.All(tensor => tensor is null)) view.CopyInPlace(value);
            else this.CopyInPlace(this.IndexPut(value, false, index));
        }
    }
}
