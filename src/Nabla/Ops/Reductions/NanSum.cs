namespace Nabla;

/// <summary>Sums and means that leave NaN out.</summary>
public static class NanSumExtensions
{
    extension(Tensor x)
    {
        /// <summary>Sum of the elements that are not NaN, in all or over <paramref name="axes"/>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("nansum", "Tensor.nansum")]
        public Tensor NanSum(int[]? axes = null, bool keepDims = false) => x.DType.IsFloating() ? x.IsNaN().Where(0, x).Sum(axes, keepDims) : x.Sum(axes, keepDims);

        /// <summary>Mean of the elements that are not NaN; NaN where there are none.</summary>
        /// <exception cref="ArgumentException">The tensor is not floating point.</exception>
        [Export("nanmean", "Tensor.nanmean")]
        public Tensor NanMean(int[]? axes = null, bool keepDims = false)
        {
            if (!x.DType.IsFloating()) throw new ArgumentException($"A mean needs a floating-point tensor; this one is {x.DType.Name()}. Convert it first.", nameof(x));
            return x.NanSum(axes, keepDims) / x.IsNaN().LogicalNot().Sum(axes, keepDims).To(x.DType);
        }
    }
}
