namespace Nabla;

/// <summary>Sorting, selection and search along the last axis of contiguous tensors. NaN counts as the largest value; ties keep their order.</summary>
[Export("backends.ISortingBackend")]
public interface ISortingBackend
{
    /// <summary>Positions (int64, the shape of x) that put every row in order.</summary>
    void ArgSort(Tensor x, bool descending, Tensor indices);

    /// <summary>Positions of the k largest or smallest of every row, best first; indices is [..., k].</summary>
    void ArgTopK(Tensor x, long k, bool largest, Tensor indices);

    /// <summary>Position of the k-th smallest (from 1) of every row.</summary>
    void ArgKth(Tensor x, long k, Tensor indices);

    /// <summary>Position of the lower median of every row; of the first NaN if there is one, unless NaN is ignored.</summary>
    void ArgMedian(Tensor x, bool ignoreNaN, Tensor indices);

    /// <summary>Different values of a 1-D tensor in ascending order, or the first of every run of equal neighbours; where each element's value went, and how often each occurs.</summary>
    (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x, bool consecutive);

    /// <summary>Where values [outer, m] belong in ascending rows [outer, n], or in one row [n] for all: before equal elements, or after them.</summary>
    void SearchSorted(Tensor sorted, Tensor values, bool right, Tensor places);
}
