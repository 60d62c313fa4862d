namespace Nabla;

/// <summary>Tensors of random numbers, reproducible from the generator's seed at any thread count.</summary>
public static class RandomTensors
{
    extension(Tensor x)
    {
        /// <summary>Uniform numbers in [0, 1).</summary>
        /// <param name="shape">Extents.</param>
        /// <param name="type">A floating-point dtype.</param>
        /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
        /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
        [Export("rand")]
        public static Tensor Rand(Shape shape, DType type = DType.Float32, Generator? generator = null) => Draw(shape, type, y => Or(generator).Uniform(y, 0, 1));

        /// <summary>Normal numbers of mean 0 and standard deviation 1.</summary>
        /// <inheritdoc cref="Rand"/>
        [Export("randn")]
        public static Tensor Randn(Shape shape, DType type = DType.Float32, Generator? generator = null) => Draw(shape, type, y => Or(generator).Normal(y, 0, 1));

        /// <summary>Normal numbers of the given mean and standard deviation.</summary>
        /// <inheritdoc cref="Rand"/>
        /// <exception cref="ArgumentOutOfRangeException">The deviation is negative.</exception>
        [Export("normal")]
        public static Tensor Normal(double mean, double deviation, Shape shape, DType type = DType.Float32, Generator? generator = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(deviation);
            return Draw(shape, type, y => Or(generator).Normal(y, mean, deviation));
        }

        /// <summary>Whole numbers in [low, high), equally likely.</summary>
        /// <exception cref="ArgumentOutOfRangeException">high is not above low.</exception>
        [Export("randint")]
        public static Tensor RandInt(long low, long high, Shape shape, DType type = DType.Int64, Generator? generator = null)
        {
            if (high <= low) throw new ArgumentOutOfRangeException(nameof(high), high, $"The upper bound must be above the lower bound {low}.");
            Tensor y = Tensor.Empty(shape, DType.Int64);
            if (y.Count > 0) Or(generator).Integers(y, low, high);
            return y.To(type);
        }

        /// <summary>0..n-1 in random order, as int64.</summary>
        /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
        [Export("randperm")]
        public static Tensor RandPerm(long n, Generator? generator = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            return Or(generator).Permutation(n);
        }

        /// <summary>1 with probability p, else 0.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
        [Export("bernoulli", "Tensor.bernoulli")]
        public static Tensor Bernoulli(double p, Shape shape, DType type = DType.Float32, Generator? generator = null)
        {
            if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability must be in 0..1.");
            Tensor y = Tensor.Empty(shape, type == DType.Float64 ? type : DType.Float32);
            if (y.Count > 0) Or(generator).Bernoulli(y, p);
            return y.To(type);
        }

        /// <summary>1 with the probability each element gives, else 0; same shape and dtype.</summary>
        /// <exception cref="ArgumentException">The probabilities are not floating point, or one is not in 0..1.</exception>
        public static Tensor Bernoulli(Tensor p, Generator? generator = null)
        {
            if (!p.DType.IsFloating()) throw new ArgumentException($"Probabilities must be floating point; got {p.DType.Name()}.", nameof(p));
            using GradMode.Restore mode = GradMode.NoGrad();
            if (!p.GreaterOrEqual(0).LogicalAnd(p.LessOrEqual(1)).All().Item<bool>()) throw new ArgumentException("A probability must be in 0..1.", nameof(p));
            return p.Count == 0 ? Tensor.Empty(p.Shape, p.DType, p.Backend) : Or(generator).Bernoulli(p.Contiguous()).To(p.DType);
        }

        /// <summary>Positions drawn with probabilities proportional to weights [n] or [rows, n]; int64 [count] or [rows, count].</summary>
        /// <param name="weights">Not negative, with a positive sum; they need not sum to 1.</param>
        /// <param name="count">Draws from each row.</param>
        /// <param name="replacement">May a position be drawn again?</param>
        /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> when null.</param>
        /// <exception cref="ArgumentException">The weights have neither one nor two axes, are negative, not finite or all zero; or too few are positive to draw without replacement.</exception>
        [Export("multinomial", "Tensor.multinomial")]
        public static Tensor Multinomial(Tensor weights, long count, bool replacement = false, Generator? generator = null)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
            if (weights.Rank is not (1 or 2)) throw new ShapeMismatchException($"Weights have one or two axes; got shape {weights.Shape}.", nameof(weights));
            long n = weights.Shape[^1], rows = n == 0 ? 0 : weights.Count / n;
            using GradMode.Restore mode = GradMode.NoGrad();
            Tensor table = weights.Reshape(rows, n).ToFloating();
            double[] all = table.To(DType.Float64).ToArray<double>();
            long[] result = new long[rows * count];
            for (long row = 0; row < rows; row++)
            {
                WeightedDraws.Check(all.AsSpan((int)(row * n), (int)n), count, replacement);
                Or(generator).Multinomial(table.Select(0, row), replacement, result.AsSpan((int)(row * count), (int)count));
            }
            return Tensor.Of(result.AsSpan(), weights.Rank == 1 ? [count] : [rows, count]);
        }

        /// <summary>Uniform numbers in [0, 1) of the same shape and dtype.</summary>
        /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
        [Export("rand_like")]
        public Tensor RandLike(Generator? generator = null) => Tensor.Rand(x.Shape, x.DType, generator);

        /// <summary>Normal numbers of mean 0 and standard deviation 1 of the same shape and dtype.</summary>
        /// <exception cref="ArgumentException">The dtype is not floating point.</exception>
        [Export("randn_like")]
        public Tensor RandnLike(Generator? generator = null) => Tensor.Randn(x.Shape, x.DType, generator);

        /// <summary>Whole numbers in [low, high) of the same shape and dtype.</summary>
        /// <exception cref="ArgumentOutOfRangeException">high is not above low.</exception>
        [Export("randint_like")]
        public Tensor RandIntLike(long low, long high, Generator? generator = null) => Tensor.RandInt(low, high, x.Shape, x.DType, generator);
    }

    private static Generator Or(Generator? generator) => generator ?? Generator.Default;

    private static Tensor Draw(Shape shape, DType type, Action<Tensor> fill)
    {
        if (!type.IsFloating()) throw new ArgumentException($"Random reals need a floating-point dtype; got {type.Name()}.", nameof(type));
        Tensor y = Tensor.Empty(shape, type.IsReduced() ? DType.Float32 : type);
        if (y.Count > 0) fill(y);
        return y.To(type);
    }
}
