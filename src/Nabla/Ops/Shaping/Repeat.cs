namespace Nabla;

/// <summary>Repetition.</summary>
public static class RepeatExtensions
{
    extension(Tensor x)
    {
        /// <summary>The tensor repeated <paramref name="times"/> along each axis; more numbers than axes add leading axes.</summary>
        /// <exception cref="ArgumentException">There are fewer numbers than axes.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
        [Export("Tensor.repeat")]
        public Tensor Repeat(params ReadOnlySpan<long> times)
        {
            int lead = times.Length - x.Rank;
            if (lead < 0) throw new ArgumentException($"{times.Length} numbers were given for the {x.Rank} axes of shape {x.Shape}.", nameof(times));
            List<long> paired = [], expanded = [], merged = [];
            for (int i = 0; i < times.Length; i++)
            {
                if (times[i] < 0) throw new ArgumentOutOfRangeException(nameof(times), times[i], "A tensor cannot be repeated a negative number of times.");
                long n = i < lead ? 1 : x.Shape[i - lead];
                paired.AddRange([1, n]);
                expanded.AddRange([times[i], n]);
                merged.Add(times[i] * n);
            }
            return x.Reshape(new Shape([.. paired])).BroadcastTo(new([.. expanded])).Reshape(new Shape([.. merged]));
        }

        /// <summary>Like <see cref="Repeat"/>, where missing numbers (for the leading axes) are 1.</summary>
        [Export("tile", "Tensor.tile")]
        public Tensor Tile(params ReadOnlySpan<long> times) => x.Repeat([.. Enumerable.Repeat(1L, Math.Max(0, x.Rank - times.Length)), .. times]);

        /// <summary>Each position of an axis repeated; without an axis, each element of the flattened tensor.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the number is negative.</exception>
        [Export("repeat_interleave", "Tensor.repeat_interleave")]
        public Tensor RepeatInterleave(long times, int? axis = null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(times);
            Tensor source = axis is null ? x.Flatten() : x;
            int along = source.Shape.Axis(axis ?? 0);
            Tensor wide = source.Unsqueeze(along + 1);
            return wide.BroadcastTo(wide.Shape.With(along + 1, times)).Reshape(source.Shape.With(along, source.Shape[along] * times));
        }

        /// <summary>Position i of an axis repeated <paramref name="times"/>[i] times; without an axis, the elements of the flattened tensor.</summary>
        /// <exception cref="ArgumentException">There is not one number for each position, or one is negative.</exception>
        public Tensor RepeatInterleave(Tensor times, int? axis = null)
        {
            Tensor source = axis is null ? x.Flatten() : x;
            int along = source.Shape.Axis(axis ?? 0);
            long[] counts = times.To(DType.Int64).ToArray<long>();
            if (times.Rank != 1 || counts.Length != source.Shape[along] || counts.Any(count => count < 0))
                throw new ArgumentException($"RepeatInterleave needs {source.Shape[along]} numbers that are not negative for axis {along} of shape {source.Shape}; got a tensor of shape {times.Shape}.", nameof(times));
            long[] sources = [.. counts.SelectMany((count, i) => Enumerable.Repeat((long)i, checked((int)count)))];
            return source.IndexSelect(along, Tensor.Of(sources.AsSpan(), [sources.Length], x.Backend));
        }
    }
}
