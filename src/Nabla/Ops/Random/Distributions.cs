namespace Nabla;

/// <summary>Tensors of random numbers of further distributions, reproducible from the generator's seed.</summary>
public static class DistributionTensors
{
    extension(Tensor)
    {
        /// <summary>Waiting times between events of a given rate: density rate·e^(-rate·x).</summary>
        /// <param name="rate">Events per unit; positive.</param>
        /// <param name="shape">Extents.</param>
        /// <param name="type">A floating-point dtype.</param>
        /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
        /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
        [Export("Tensor.exponential")]
        public static Tensor Exponential(double rate, Shape shape, DType type = DType.Float32, Generator? generator = null) =>
            rate > 0 ? Draw(Distribution.Exponential, rate, 0, shape, Floating(type), generator)
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, "The rate of waiting times must be positive.");

        /// <summary>Numbers of trials up to the first success: 1, 2, 3, ...</summary>
        /// <param name="probability">Of success; between 0 and 1.</param>
        /// <param name="shape">Extents.</param>
        /// <param name="type">Any dtype.</param>
        /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not between 0 and 1.</exception>
        [Export("Tensor.geometric")]
        public static Tensor Geometric(double probability, Shape shape, DType type = DType.Float32, Generator? generator = null) =>
            probability is > 0 and < 1 ? Draw(Distribution.Geometric, probability, 0, shape, type, generator)
            : throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability of success must lie between 0 and 1.");

        /// <summary>e to the power of normal numbers.</summary>
        /// <param name="mean">Mean of the logarithms.</param>
        /// <param name="deviation">Standard deviation of the logarithms; positive.</param>
        /// <param name="shape">Extents.</param>
        /// <param name="type">A floating-point dtype.</param>
        /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
        /// <exception cref="ArgumentOutOfRangeException">The deviation is not positive.</exception>
        /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
        [Export("Tensor.log_normal")]
        public static Tensor LogNormal(double mean, double deviation, Shape shape, DType type = DType.Float32, Generator? generator = null) =>
            deviation > 0 ? Draw(Distribution.LogNormal, mean, deviation, shape, Floating(type), generator)
            : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation must be positive.");

        /// <summary>Cauchy's numbers, which have no mean.</summary>
        /// <param name="median">Median.</param>
        /// <param name="scale">Half the distance of the quartiles; positive.</param>
        /// <param name="shape">Extents.</param>
        /// <param name="type">A floating-point dtype.</param>
        /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
        /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
        /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
        [Export("Tensor.cauchy")]
        public static Tensor Cauchy(double median, double scale, Shape shape, DType type = DType.Float32, Generator? generator = null) =>
            scale > 0 ? Draw(Distribution.Cauchy, median, scale, shape, Floating(type), generator)
            : throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be positive.");

        /// <summary>Whole numbers from 0 to the largest of an integer dtype, or to the largest up to which a floating-point dtype has them all; truth values are 0 or 1.</summary>
        /// <param name="shape">Extents.</param>
        /// <param name="type">The dtype.</param>
        /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
        [Export("Tensor.random")]
        public static Tensor WholeNumbers(Shape shape, DType type = DType.Int64, Generator? generator = null)
        {
            Tensor y = Tensor.Empty(shape, DType.Int64);
            if (y.Count > 0) (generator ?? Generator.Default).WholeNumbers(y, Largest(type), type is DType.Int64 or DType.Float64);
            return y.To(type);
        }
    }

    private static Tensor Draw(Distribution distribution, double a, double b, Shape shape, DType type, Generator? generator)
    {
        Tensor y = Tensor.Empty(shape, DType.Float64);
        if (y.Count > 0) (generator ?? Generator.Default).Draw(y, distribution, a, b);
        return y.To(type);
    }

    private static DType Floating(DType type) => type.IsFloating() ? type : throw new ArgumentException($"Random reals need a floating-point dtype; got {type.Name()}.", nameof(type));

    private static long Largest(DType type) => type switch
    {
        DType.Bool => 1,
        DType.UInt8 => byte.MaxValue,
        DType.Int8 => sbyte.MaxValue,
        DType.Int16 => short.MaxValue,
        DType.Int32 => int.MaxValue,
        DType.Int64 => long.MaxValue,
        DType.Float64 => 1L << 53,
        DType.Float32 => 1L << 24,
        DType.Float16 => 1L << 11,
        _ => 1L << 8,
    };
}
