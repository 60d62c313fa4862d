namespace Nabla;

/// <summary>Different values. None of these has a gradient.</summary>
public static class UniqueExtensions
{
    extension(Tensor x)
    {
        /// <summary>Different values in ascending order (1-D), where each element's value went (int64, the shape of x), and how often each occurs (int64).</summary>
        [Export("unique", "Tensor.unique")]
        public (Tensor Values, Tensor Inverse, Tensor Counts) Unique() => Run(x, false);

        /// <summary>The first of every run of equal neighbours of the flattened tensor; results as for <see cref="Unique"/>.</summary>
        [Export("unique_consecutive", "Tensor.unique_consecutive")]
        public (Tensor Values, Tensor Inverse, Tensor Counts) UniqueConsecutive() => Run(x, true);
    }

    private static (Tensor Values, Tensor Inverse, Tensor Counts) Run(Tensor x, bool consecutive)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        using Tensor flat = x.Contiguous().View([x.Count], [1], x.IsContiguous ? x.Offset : 0);
        (Tensor values, Tensor inverse, Tensor counts) = x.Backend.Unique(flat, consecutive);
        return (values, inverse.Reshape(x.Shape), counts);
    }
}
