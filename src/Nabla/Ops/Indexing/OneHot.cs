namespace Nabla;

/// <summary>Class numbers as indicators and as counts.</summary>
public static class OneHotExtensions
{
    extension(Tensor x)
    {
        /// <summary>A new last axis that is 1 at the class number and 0 elsewhere; int64.</summary>
        /// <param name="classes">Extent of that axis; one more than the largest number when omitted.</param>
        /// <exception cref="ArgumentException">The tensor does not hold integers, or a number outside 0..classes-1.</exception>
        [Export("nn.functional.one_hot")]
        public Tensor OneHot(long? classes = null)
        {
            Tensor index = Indices.Check(x, x, nameof(x));
            long count = Classes(index, classes, "classes");
            long[] all = new long[count];
            for (long i = 0; i < count; i++) all[i] = i;
            return index.Unsqueeze(-1).Equal(Tensor.Of(all.AsSpan(), [count], x.Backend)).To(DType.Int64);
        }

        /// <summary>How often each number from 0 on occurs in a 1-D integer tensor, or the sum of the weights of its occurrences.</summary>
        /// <param name="weights">One weight an element; the result then has their dtype (float64 for integers).</param>
        /// <param name="minimumLength">Least extent of the result.</param>
        /// <exception cref="ArgumentException">The tensor is not 1-D and of non-negative integers, or the weights have another shape.</exception>
        [Export("bincount", "Tensor.bincount")]
        public Tensor BinCount(Tensor? weights = null, long minimumLength = 0)
        {
            if (x.Rank != 1) throw new ShapeMismatchException($"BinCount needs a 1-D tensor; got shape {x.Shape}.", nameof(x));
            if (weights is not null && weights.Shape != x.Shape) throw new ShapeMismatchException($"Weights of shape {weights.Shape} do not fit numbers of shape {x.Shape}.", nameof(weights));
            ArgumentOutOfRangeException.ThrowIfNegative(minimumLength);
            Tensor index = Indices.Check(x, x, nameof(x));
            long length = Math.Max(minimumLength, Classes(index, null, nameof(x)));
            Tensor amounts = weights is null ? Tensor.Ones(x.Shape, DType.Int64, x.Backend) : weights.DType.IsFloating() ? weights : weights.To(DType.Float64);
            return Tensor.Zeros([length], amounts.DType, x.Backend).IndexAdd(0, index, amounts);
        }
    }

    private static long Classes(Tensor index, long? given, string argument)
    {
        if (index.Count == 0 || !index.HasData) return given ?? 0;
        long low = index.Amin().Item<long>(), high = index.Amax().Item<long>();
        if (low < 0 || high >= (given ?? long.MaxValue))
            throw new ArgumentException($"Class numbers must be in 0..{(given is null ? "" : given - 1)}; got {(low < 0 ? low : high)}.", argument);
        return given ?? high + 1;
    }
}
