namespace Nabla;

/// <summary>Replacing what is not finite.</summary>
public static class NanToNumExtensions
{
    extension(Tensor x)
    {
        /// <summary>Element by element, the value where it is finite, and given numbers elsewhere; there the gradient is 0.</summary>
        /// <param name="nan">Stands for NaN.</param>
        /// <param name="positive">Stands for +∞; the largest number of the dtype when omitted.</param>
        /// <param name="negative">Stands for -∞; the smallest number of the dtype when omitted.</param>
        [Export("nan_to_num", "Tensor.nan_to_num")]
        public Tensor NanToNum(double nan = 0, double? positive = null, double? negative = null)
        {
            if (!x.DType.IsFloating()) return x;
            double most = Largest(x.DType);
            Tensor held = x.Detach();
            Tensor y = held.IsNaN().Where(nan, x);
            y = held.IsPositiveInfinity().Where(positive ?? most, y);
            return held.IsNegativeInfinity().Where(negative ?? -most, y);
        }
    }

    private static double Largest(DType type) => type switch
    {
        DType.Float64 => double.MaxValue,
        DType.Float16 => (double)Half.MaxValue,
        DType.BFloat16 => 3.3895313892515355e38,
        _ => float.MaxValue,
    };
}
