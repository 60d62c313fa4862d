namespace Nabla;

/// <summary>Histograms.</summary>
public static class HistogramExtensions
{
    extension(Tensor x)
    {
        /// <summary>How many elements fall into each of the bins that divide low..high evenly; the last bin includes its end, what lies outside counts nowhere. No gradient.</summary>
        /// <param name="bins">Number of bins.</param>
        /// <param name="low">Start of the first bin.</param>
        /// <param name="high">End of the last bin; when both are equal, the smallest and largest element are taken.</param>
        /// <returns>[bins], in the dtype of x.</returns>
        /// <exception cref="ArgumentException">The tensor is not floating point, or a bound taken from it is not finite.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no bin, or high is below low.</exception>
        [Export("histc", "Tensor.histc")]
        public Tensor Histc(int bins = 100, double low = 0, double high = 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
            if (!x.DType.IsFloating()) throw new ArgumentException($"A histogram needs a floating-point tensor; this one is {x.DType.Name()}. Convert it first.", nameof(x));
            if (high < low) throw new ArgumentOutOfRangeException(nameof(high), high, $"The end of a histogram must not be below its start {low}.");
            double[] values = x.Detach().To(DType.Float64).ToArray<double>();
            if (low == high && values.Length > 0) (low, high) = (values.Min(), values.Max());
            if (low == high) (low, high) = (low - 1, high + 1);
            if (!double.IsFinite(low) || !double.IsFinite(high)) throw new ArgumentException($"The range {low}..{high} of a histogram must be finite.", nameof(x));
            double[] counts = new double[bins];
            foreach (double value in values)
            {
                if (!(value >= low && value <= high)) continue;
                counts[Math.Min(bins - 1, (int)((value - low) * bins / (high - low)))]++;
            }
            return Tensor.Of(counts).To(x.DType);
        }
    }
}
