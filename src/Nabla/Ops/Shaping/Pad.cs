namespace Nabla;

/// <summary>What padding is filled with.</summary>
[Export("ops.PadMode")]
public enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The elements mirrored at the edge, which is not repeated.</summary>
    Reflect,

    /// <summary>The edge element.</summary>
    Replicate,

    /// <summary>The elements from the other end.</summary>
    Circular,
}

/// <summary>Adds (or, where negative, removes) positions before and after each axis. The gradient is the opposite padding.</summary>
internal sealed record ConstantPadOp(long[] Before, long[] After, double Value) : UnaryOp
{
    protected override Tensor Forward(Tensor x)
    {
        int rank = x.Rank;
        long[] whole = new long[rank], common = new long[rank];
        long from = x.Offset, to = 0;
        for (int i = 0; i < rank; i++)
        {
            whole[i] = x.Shape[i] + Before[i] + After[i];
            common[i] = Math.Max(0, x.Shape[i] + Math.Min(Before[i], 0) + Math.Min(After[i], 0));
        }
        Tensor y = Tensor.Full(new(whole), Value, x.DType, x.Backend);
        Shape shape = new(common);
        if (shape.Count == 0 || !x.HasData) return y;
        for (int i = 0; i < rank; i++)
        {
            from += Math.Max(-Before[i], 0) * x.StrideArray[i];
            to += Math.Max(Before[i], 0) * y.StrideArray[i];
        }
        using Tensor source = x.View(shape, x.StrideArray, from), target = y.View(shape, y.StrideArray, to);
        x.Backend.Copy(source, target);
        return y;
    }

    protected override Tensor Backward(Tensor g, Tensor x, Tensor y) =>
        new ConstantPadOp([.. Before.Select(amount => -amount)], [.. After.Select(amount => -amount)], 0).Apply(g);
}

/// <summary>Padding.</summary>
public static class PadExtensions
{
    extension(Tensor x)
    {
        /// <summary>Adds positions around the last axes.</summary>
        /// <param name="amounts">Pairs (before, after), from the last axis backwards, as in PyTorch. Negative amounts remove positions.</param>
        /// <param name="mode">What the new positions hold.</param>
        /// <param name="value">The value for <see cref="PadMode.Constant"/>.</param>
        /// <exception cref="ArgumentException">The amounts are not pairs, are too many, or take away more than there is; or the padding is longer than what it repeats.</exception>
        [Export("Tensor.pad")]
        public Tensor Pad(IReadOnlyList<long> amounts, PadMode mode = PadMode.Constant, double value = 0)
        {
            ArgumentNullException.ThrowIfNull(amounts);
            if (amounts.Count % 2 != 0 || amounts.Count > 2 * x.Rank)
                throw new ArgumentException($"Amounts must be pairs for at most the {x.Rank} axes of shape {x.Shape}; got {amounts.Count} numbers.", nameof(amounts));
            long[] before = new long[x.Rank], after = new long[x.Rank];
            for (int i = 0; i < amounts.Count / 2; i++)
            {
                int axis = x.Rank - 1 - i;
                (before[axis], after[axis]) = (amounts[2 * i], amounts[(2 * i) + 1]);
                if (x.Shape[axis] + before[axis] + after[axis] < 0)
                    throw new ArgumentException($"Padding axis {axis} of shape {x.Shape} with ({before[axis]}, {after[axis]}) leaves a negative extent.", nameof(amounts));
            }
            if (before.All(amount => amount == 0) && after.All(amount => amount == 0)) return x;
            if (mode == PadMode.Constant) return new ConstantPadOp(before, after, value).Apply(x);
            for (int axis = 0; axis < before.Length; axis++)
            {
                if (before[axis] != 0 || after[axis] != 0) x = x.IndexSelect(axis, Sources(x, axis, before[axis], after[axis], mode));
            }
            return x;
        }
    }

    /// <summary>The position each padded position copies.</summary>
    private static Tensor Sources(Tensor x, int axis, long before, long after, PadMode mode)
    {
        long n = x.Shape[axis], limit = mode switch { PadMode.Reflect => n - 1, PadMode.Circular => n, _ => n == 0 ? 0 : long.MaxValue };
        if (Math.Max(before, after) > limit)
            throw new ArgumentException($"{mode} padding of ({before}, {after}) needs more than the {n} positions of axis {axis} of shape {x.Shape}.", nameof(before));
        long[] sources = new long[n + before + after];
        for (long i = 0; i < sources.Length; i++)
        {
            long at = i - before;
            sources[i] = mode switch
            {
                PadMode.Replicate => Math.Clamp(at, 0, n - 1),
                PadMode.Circular => (at + n) % n,
                _ => at < 0 ? -at : at >= n ? (2 * (n - 1)) - at : at,
            };
        }
        return Tensor.Of(sources.AsSpan(), [sources.Length], x.Backend);
    }
}
