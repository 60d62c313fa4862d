namespace Nabla;

/// <summary>What a quantile that falls between two values is.</summary>
[Export("ops.QuantileInterpolation")]
public enum QuantileInterpolation
{
    /// <summary>The value on the line between them.</summary>
    Linear,

    /// <summary>The smaller one.</summary>
    Lower,

    /// <summary>The larger one.</summary>
    Higher,

    /// <summary>Their mean.</summary>
    Midpoint,

    /// <summary>The nearer one.</summary>
    Nearest,
}

/// <summary>Quantiles.</summary>
public static class QuantileExtensions
{
    extension(Tensor x)
    {
        /// <summary>The q-th quantile of all elements, or along an axis. A NaN makes its slice's quantile NaN.</summary>
        /// <param name="q">0..1.</param>
        /// <param name="axis">Axis; all elements when null.</param>
        /// <param name="keepDims">Keep the axis with extent 1.</param>
        /// <param name="interpolation">What stands between two values.</param>
        /// <exception cref="ArgumentException">The tensor is not floating point, or the axis is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or q is not in 0..1.</exception>
        [Export("quantile", "Tensor.quantile")]
        public Tensor Quantile(double q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
            x.Quantile(Tensor.Of([q], [1]), axis, keepDims, interpolation).Squeeze(0);

        /// <summary>Several quantiles of all elements, or along an axis; [quantiles, ...].</summary>
        /// <inheritdoc cref="Quantile(Tensor, double, int?, bool, QuantileInterpolation)"/>
        public Tensor Quantile(Tensor q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
            Run(x, q, axis, keepDims, interpolation, ignoreNaN: false);

        /// <summary>The q-th quantile, leaving NaN out; NaN for a slice of nothing else.</summary>
        /// <inheritdoc cref="Quantile(Tensor, double, int?, bool, QuantileInterpolation)"/>
        [Export("nanquantile", "Tensor.nanquantile")]
        public Tensor NanQuantile(double q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
            Run(x, Tensor.Of([q], [1]), axis, keepDims, interpolation, ignoreNaN: true).Squeeze(0);

        /// <summary>Several quantiles, leaving NaN out; [quantiles, ...].</summary>
        /// <inheritdoc cref="Quantile(Tensor, double, int?, bool, QuantileInterpolation)"/>
        public Tensor NanQuantile(Tensor q, int? axis = null, bool keepDims = false, QuantileInterpolation interpolation = QuantileInterpolation.Linear) =>
            Run(x, q, axis, keepDims, interpolation, ignoreNaN: true);
    }

    private static Tensor Run(Tensor x, Tensor q, int? axis, bool keepDims, QuantileInterpolation interpolation, bool ignoreNaN)
    {
        if (!x.DType.IsFloating()) throw new ArgumentException($"A quantile needs a floating-point tensor; this one is {x.DType.Name()}. Convert it first.", nameof(x));
        if (q.Rank > 1) throw new ShapeMismatchException($"Quantiles are a number or a list; got shape {q.Shape}.", nameof(q));
        double[] wanted = q.Detach().To(DType.Float64).ToArray<double>();
        foreach (double value in wanted)
        {
            if (value is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), value, "A quantile must be in 0..1.");
        }
        int along = axis is { } given ? x.Shape.Axis(given) : 0;
        Tensor rows = axis is null || x.Rank == 0 ? x.Flatten() : x.MoveAxis(along, -1);
        if (rows.Shape[^1] == 0) throw new ArgumentException($"An empty axis has no quantile: shape {x.Shape}.", nameof(axis));
        Tensor sorted = rows.Sort(-1).Values;
        Tensor y = At(sorted, Ranks(rows.Detach(), wanted, ignoreNaN), interpolation);

        // The quantiles come first; the reduced axis returns where it stood.
        y = y.MoveAxis(-1, 0);
        if (keepDims)
        {
            long[] kept = axis is null ? [.. Enumerable.Repeat(1L, x.Rank)] : x.Shape.With(along, 1).ToArray();
            y = y.Reshape([wanted.Length, .. kept]);
        }
        return q.Rank == 0 ? y.Squeeze(0) : y;
    }

    /// <summary>Real positions in the sorted rows, [..., quantiles]; the last one, which is NaN, for rows with a NaN.</summary>
    private static Tensor Ranks(Tensor rows, double[] wanted, bool ignoreNaN)
    {
        long n = rows.Shape[^1];
        Tensor q = Tensor.Of(wanted).To(rows.DType.IsReduced() ? DType.Float32 : rows.DType);
        Tensor missing = rows.IsNaN();
        if (!ignoreNaN) return missing.Any([rows.Rank - 1], keepDims: true).Where(n - 1, q * (n - 1));
        Tensor most = (n - 1 - missing.Sum(-1, keepDims: true)).To(q.DType);
        return most.Less(0).Where(n - 1, q * most.Maximum(0));
    }

    private static Tensor At(Tensor sorted, Tensor ranks, QuantileInterpolation interpolation)
    {
        Tensor below = ranks.Floor(), above = ranks.Ceil();
        Tensor Pick(Tensor at) => sorted.Gather(sorted.Rank - 1, at.To(DType.Int64));
        return interpolation switch
        {
            QuantileInterpolation.Linear => Pick(below).Lerp(Pick(above), (ranks - below).To(sorted.DType)),
            QuantileInterpolation.Lower => Pick(below),
            QuantileInterpolation.Higher => Pick(above),
            QuantileInterpolation.Midpoint => Pick(below).Lerp(Pick(above), 0.5),
            QuantileInterpolation.Nearest => Pick(ranks.Round()),
            _ => throw new ArgumentOutOfRangeException(nameof(interpolation), interpolation, "Unknown interpolation."),
        };
    }
}
