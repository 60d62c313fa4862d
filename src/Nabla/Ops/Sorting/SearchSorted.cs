namespace Nabla;

/// <summary>Where values belong in ascending rows; inputs sorted, values.</summary>
internal sealed record SearchSortedOp(bool Right) : BinaryOp
{
    public override string? NoGradient => "places are integers";

    protected override Tensor Forward(Tensor a, Tensor b)
    {
        using Tensor sorted = a.Contiguous().Alias(), values = b.Contiguous().Alias();
        Tensor y = b.EmptyLike(DType.Int64);
        a.Backend.SearchSorted(sorted, values, Right, y);
        return y;
    }
}

/// <summary>Searching in sorted values.</summary>
public static class SearchSortedExtensions
{
    extension(Tensor sorted)
    {
        /// <summary>Where values would have to be inserted into ascending rows (the last axis) to keep them so; int64, the shape of the values.</summary>
        /// <param name="values">One row of values for each row; or any shape, if there is one 1-D row.</param>
        /// <param name="right">Behind equal elements rather than before them.</param>
        /// <exception cref="ShapeMismatchException">The shapes differ in more than the last axis.</exception>
        [Export("searchsorted")]
        public Tensor SearchSorted(Tensor values, bool right = false)
        {
            bool rows = sorted.Rank > 1 && values.Rank == sorted.Rank && sorted.Shape.Without(-1) == values.Shape.Without(-1);
            if (sorted.Rank != 1 && !rows)
                throw new ShapeMismatchException($"Values of shape {values.Shape} cannot be searched in rows of shape {sorted.Shape}: all axes but the last must agree.", nameof(values));
            DType type = DTypes.Promote(sorted.DType, values.DType);
            return new SearchSortedOp(right).Apply(sorted.To(type), values.To(type));
        }
    }
}

/// <summary>Buckets between boundaries.</summary>
public static class BucketizeExtensions
{
    extension(Tensor x)
    {
        /// <summary>The bucket of each element between ascending 1-D boundaries; int64. By default bucket i holds boundaries[i-1] &lt; x ≤ boundaries[i].</summary>
        /// <param name="boundaries">Ascending, 1-D.</param>
        /// <param name="right">Let bucket i hold boundaries[i-1] ≤ x &lt; boundaries[i] instead.</param>
        /// <exception cref="ShapeMismatchException">The boundaries have not one axis.</exception>
        [Export("bucketize")]
        public Tensor Bucketize(Tensor boundaries, bool right = false) => boundaries.Rank == 1 ? boundaries.SearchSorted(x, right)
            : throw new ShapeMismatchException($"Boundaries have one axis; got shape {boundaries.Shape}.", nameof(boundaries));
    }
}
