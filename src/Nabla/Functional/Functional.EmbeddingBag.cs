namespace Nabla;

public static partial class Functional
{
    /// <summary>Rows of a table, reduced bag by bag. An empty bag gives zeros.</summary>
    /// <param name="tokens">Row numbers, an integer dtype: [bags, length], or [count] cut by <paramref name="offsets"/>.</param>
    /// <param name="weight">Table [rows, width].</param>
    /// <param name="offsets">Where each bag of 1-D tokens starts, ascending from 0; null for 2-D tokens.</param>
    /// <param name="maxNorm">Rows that are used and have a larger norm are first scaled down to it, in place and unrecorded; null for none.</param>
    /// <param name="normType">p of that norm.</param>
    /// <param name="scaleGradByFrequency">Divide a row's gradient by how often its token occurs? Not with <see cref="EmbeddingBagMode.Max"/>.</param>
    /// <param name="mode">What becomes of a bag.</param>
    /// <param name="perSampleWeights">Factors of the rows, of the shape of the tokens; with <see cref="EmbeddingBagMode.Sum"/> only. Null for none.</param>
    /// <param name="includeLastOffset">Does the last offset only mark the end?</param>
    /// <param name="paddingIndex">A row that counts for nothing; negative counts from the end; null for none.</param>
    /// <returns>[bags, width].</returns>
    /// <exception cref="ArgumentException">The tokens are not integers, or the options contradict each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is not a row.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.embedding_bag")]
    public static Tensor EmbeddingBag(
        Tensor tokens, Tensor weight, Tensor? offsets = null, double? maxNorm = null, double normType = 2, bool scaleGradByFrequency = false,
        EmbeddingBagMode mode = EmbeddingBagMode.Mean, Tensor? perSampleWeights = null, bool includeLastOffset = false, long? paddingIndex = null)
    {
        if (!tokens.DType.IsInteger()) throw new ArgumentException($"EmbeddingBag expects integer row numbers; got {tokens.DType.Name()}.", nameof(tokens));
        if (weight.Rank != 2) throw new ShapeMismatchException($"EmbeddingBag expects a table [rows, width]; got {weight.Shape}.", nameof(weight));
        if (perSampleWeights is not null && mode != EmbeddingBagMode.Sum) throw new ArgumentException($"Factors go with sums only, not with {mode}.", nameof(perSampleWeights));
        if (perSampleWeights is not null && perSampleWeights.Shape != tokens.Shape)
            throw new ShapeMismatchException($"EmbeddingBag expects factors of the tokens' shape {tokens.Shape}; got {perSampleWeights.Shape}.", nameof(perSampleWeights));
        if (scaleGradByFrequency && mode == EmbeddingBagMode.Max) throw new ArgumentException("Gradients of maxima cannot be scaled by frequency.", nameof(scaleGradByFrequency));
        long rows = weight.Shape[0], width = weight.Shape[1], padding = PaddingRow(paddingIndex, rows);
        long[] starts = BagStarts(tokens, offsets, includeLastOffset);
        int bags = starts.Length - 1;
        if (!weight.HasData) return Tensor.Empty([bags, width], weight.DType, weight.Backend);

        long[] all = tokens.ToInt64().ToArray<long>(), bagOf = new long[all.Length], counts = new long[bags];
        for (int bag = 0; bag < bags; bag++)
        {
            for (long i = starts[bag]; i < starts[bag + 1]; i++)
            {
                bagOf[i] = bag;
                if (all[i] != padding) counts[bag]++;
            }
        }
        Tensor used = Embedding(tokens.Flatten(), weight, paddingIndex, maxNorm, normType, scaleGradByFrequency);
        if (mode == EmbeddingBagMode.Max) return BagMaxima(used, all, starts, counts, padding);
        if (perSampleWeights is not null) used *= perSampleWeights.Flatten().To(used.DType).Unsqueeze(1);
        if (padding >= 0)
        {
            Tensor counted = Tensor.Of(all).NotEqual(padding).Unsqueeze(1);
            used = counted.Where(used, 0);
        }
        Tensor sums = Tensor.Zeros([bags, width], used.DType, used.Backend).IndexAdd(0, Tensor.Of(bagOf), used);
        return mode == EmbeddingBagMode.Sum ? sums : sums / Tensor.Of(counts).Clamp(1).To(sums.DType).Unsqueeze(1);
    }

    /// <summary>Where each bag starts, and where the last one ends.</summary>
    private static long[] BagStarts(Tensor tokens, Tensor? offsets, bool includeLastOffset)
    {
        if (tokens.Rank == 2)
        {
            if (offsets is not null) throw new ArgumentException("2-D tokens are one bag a row; they take no offsets.", nameof(offsets));
            return [.. Enumerable.Range(0, checked((int)tokens.Shape[0]) + 1).Select(bag => bag * tokens.Shape[1])];
        }
        if (tokens.Rank != 1) throw new ShapeMismatchException($"EmbeddingBag expects tokens [bags, length] or [count]; got {tokens.Shape}.", nameof(tokens));
        if (offsets is null) throw new ArgumentException("1-D tokens need offsets.", nameof(offsets));
        if (offsets.Rank != 1 || !offsets.DType.IsInteger()) throw new ArgumentException($"Offsets are a list of integers; got {offsets.DType.Name()} {offsets.Shape}.", nameof(offsets));
        long[] starts = offsets.HasData ? offsets.ToInt64().ToArray<long>() : new long[offsets.Count];
        if (!includeLastOffset) starts = [.. starts, tokens.Count];
        if (starts.Length == 0) throw new ArgumentException("Offsets that include the end must not be empty.", nameof(offsets));
        for (int i = 0; i < starts.Length; i++)
        {
            long least = i == 0 ? 0 : starts[i - 1];
            if ((i == 0 && starts[0] != 0) || starts[i] < least || starts[i] > tokens.Count)
                throw new ArgumentException($"Offsets must ascend from 0 to at most {tokens.Count}; got {starts[i]} at position {i}.", nameof(offsets));
        }
        return starts;
    }

    /// <summary>The largest of each feature over a bag; the gradient goes to the first of equal ones.</summary>
    private static Tensor BagMaxima(Tensor used, long[] tokens, long[] starts, long[] counts, long padding)
    {
        int bags = starts.Length - 1, longest = (int)counts.DefaultIfEmpty().Max();
        long width = used.Shape[1];
        if (longest == 0) return Tensor.Zeros([bags, width], used.DType, used.Backend);
        long[] places = new long[bags * longest];
        bool[] real = new bool[places.Length];
        for (int bag = 0; bag < bags; bag++)
        {
            int at = bag * longest;
            for (long i = starts[bag]; i < starts[bag + 1]; i++)
            {
                if (tokens[i] == padding) continue;
                (places[at], real[at]) = (i, true);
                at++;
            }
        }
        Tensor table = used.IndexSelect(0, Tensor.Of(places)).Reshape(bags, longest, width);
        Tensor kept = Tensor.Of(real, [bags, longest, 1]), empty = Tensor.Of(counts).Equal(0).Unsqueeze(1);
        return empty.Where(0, kept.Where(table, double.NegativeInfinity).Max(1).Values);
    }
}
