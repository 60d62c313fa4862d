namespace Nabla;

/// <summary>Sequences of several lengths without padding: the rows of all first steps, then of all second steps, and so on, longest sequence first.</summary>
[Export("nn.utils.rnn.PackedSequence")]
public sealed class PackedSequence
{
    private readonly long[] _sizes;

    /// <summary>Wraps packed rows.</summary>
    /// <param name="data">[Σ lengths, ...].</param>
    /// <param name="batchSizes">How many sequences have each step; never growing.</param>
    /// <param name="sortedIndices">Which sequence of the caller's stands at each place (int64 [N]); null when they were sorted.</param>
    /// <param name="unsortedIndices">Where each sequence of the caller's stands; null when they were sorted, and found when omitted.</param>
    /// <exception cref="ArgumentException">The sizes grow, do not add up to the rows, or the indices are no permutation of the sequences.</exception>
    public PackedSequence(Tensor data, IReadOnlyList<long> batchSizes, Tensor? sortedIndices = null, Tensor? unsortedIndices = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(batchSizes);
        _sizes = [.. batchSizes];
        if (_sizes.Length == 0) throw new ArgumentException("A packed sequence needs at least one time step.", nameof(batchSizes));
        for (int t = 0; t < _sizes.Length; t++)
        {
            if (_sizes[t] < 1 || (t > 0 && _sizes[t] > _sizes[t - 1]))
                throw new ArgumentException($"Batch sizes must be at least 1 and never grow; got {_sizes[t]} at step {t}.", nameof(batchSizes));
        }
        if (data.Rank == 0 || data.Shape[0] != _sizes.Sum())
            throw new ShapeMismatchException($"Batch sizes that add up to {_sizes.Sum()} expect data of shape [{_sizes.Sum()}, ...]; got {data.Shape}.", nameof(data));
        (Data, SortedIndices) = (data, sortedIndices);
        UnsortedIndices = unsortedIndices ?? (sortedIndices is null ? null : Inverse(sortedIndices, _sizes[0]));
        if (UnsortedIndices is not null && UnsortedIndices.Shape != new Shape(_sizes[0]))
            throw new ShapeMismatchException($"Unsorted indices must have shape [{_sizes[0]}]; got {UnsortedIndices.Shape}.", nameof(unsortedIndices));
    }

    /// <summary>The rows [Σ lengths, ...].</summary>
    public Tensor Data { get; }

    /// <summary>How many sequences have each step.</summary>
    public IReadOnlyList<long> BatchSizes => _sizes;

    /// <summary>Which sequence of the caller's stands at each place; null when they were sorted.</summary>
    public Tensor? SortedIndices { get; }

    /// <summary>Where each sequence of the caller's stands; null when they were sorted.</summary>
    public Tensor? UnsortedIndices { get; }

    /// <summary>Number of sequences.</summary>
    public long Batch => _sizes[0];

    /// <summary>Length of every sequence, in the caller's order.</summary>
    public IReadOnlyList<long> Lengths
    {
        get
        {
            long[] sorted = [.. Enumerable.Range(0, (int)_sizes[0]).Select(n => _sizes.LongCount(size => size > n))];
            return UnsortedIndices is null ? sorted : [.. UnsortedIndices.ToArray<long>().Select(place => sorted[place])];
        }
    }

    /// <summary>Packs padded sequences.</summary>
    /// <param name="padded">[T, N, ...], or [N, T, ...] when the batch is first.</param>
    /// <param name="lengths">Length of every sequence, 1..T.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <param name="enforceSorted">Demand lengths that never grow (as exporters do) instead of sorting.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or are not sorted although that was demanded.</exception>
    [Export("nn.utils.rnn.pack_padded_sequence")]
    public static PackedSequence FromPadded(Tensor padded, IReadOnlyList<long> lengths, bool batchFirst = false, bool enforceSorted = true)
    {
        ArgumentNullException.ThrowIfNull(padded);
        ArgumentNullException.ThrowIfNull(lengths);
        if (padded.Rank < 2) throw new ShapeMismatchException($"Packing expects padded sequences [T, N, ...]; got {padded.Shape}.", nameof(padded));
        Tensor steps = batchFirst ? padded.Transpose(0, 1) : padded;
        long most = steps.Shape[0], n = steps.Shape[1];
        if (lengths.Count != n) throw new ArgumentException($"{n} sequences expect as many lengths; got {lengths.Count}.", nameof(lengths));
        if (n == 0) throw new ArgumentException("There are no sequences to pack.", nameof(padded));
        foreach (long length in lengths)
        {
            if (length < 1 || length > most) throw new ArgumentException($"A length must be in 1..{most}, the padded length; got {length}.", nameof(lengths));
        }
        int[] order = [.. Enumerable.Range(0, (int)n).OrderByDescending(i => lengths[i])];
        bool sorted = Enumerable.Range(1, (int)n - 1).All(i => lengths[i] <= lengths[i - 1]);
        if (enforceSorted && !sorted)
            throw new ArgumentException($"Lengths must not grow when sorting is enforced; got [{string.Join(", ", lengths)}]. Pass enforceSorted: false to have them sorted.", nameof(lengths));
        long longest = lengths[order[0]];
        long[] sizes = new long[longest];
        List<long> rows = [];
        for (long t = 0; t < longest; t++)
        {
            foreach (int i in order)
            {
                if (lengths[i] <= t) break;
                rows.Add((t * n) + i);
                sizes[t]++;
            }
        }
        Tensor flat = steps.Reshape([most * n, .. steps.Shape.Span[2..]]);
        Tensor data = flat.IndexSelect(0, Tensor.Of([.. rows]));
        Tensor? places = enforceSorted ? null : Tensor.Of([.. order.Select(i => (long)i)]);
        return new(data, sizes, places);
    }

    /// <summary>Packs sequences [length, ...].</summary>
    /// <exception cref="ArgumentException">There are none, an empty one, or they are not sorted although that was demanded.</exception>
    [Export("nn.utils.rnn.pack_sequence")]
    public static PackedSequence FromSequences(IReadOnlyList<Tensor> sequences, bool enforceSorted = true) =>
        FromPadded(Pad(sequences), [.. sequences.Select(sequence => sequence.Shape[0])], enforceSorted: enforceSorted);

    /// <summary>Stacks sequences [length, ...] with padding at their ends.</summary>
    /// <param name="sequences">One or more, alike but for the length.</param>
    /// <param name="batchFirst">Make the batch the first axis?</param>
    /// <param name="value">Fills up.</param>
    /// <returns>[T, N, ...], or [N, T, ...].</returns>
    /// <exception cref="ArgumentException">There are none, or one is a scalar.</exception>
    /// <exception cref="ShapeMismatchException">They differ in more than the length.</exception>
    [Export("nn.utils.rnn.pad_sequence")]
    public static Tensor Pad(IReadOnlyList<Tensor> sequences, bool batchFirst = false, double value = 0)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (sequences.Count == 0) throw new ArgumentException("There are no sequences to pad.", nameof(sequences));
        Shape one = sequences[0].Shape;
        foreach (Tensor sequence in sequences)
        {
            if (sequence.Rank == 0 || sequence.Rank != one.Rank || !sequence.Shape.Span[1..].SequenceEqual(one.Span[1..]))
                throw new ShapeMismatchException($"Sequences must be alike but for their length; got shapes {one} and {sequence.Shape}.", nameof(sequences));
        }
        long longest = sequences.Max(sequence => sequence.Shape[0]);
        Tensor[] padded = [.. sequences.Select(Filled)];
        return Tensor.Stack(padded, batchFirst ? 0 : 1);

        Tensor Filled(Tensor x) => x.Shape[0] == longest ? x : Tensor.Cat([x, Tensor.Full(x.Shape.With(0, longest - x.Shape[0]), value, x.DType, x.Backend)]);
    }

    /// <summary>Cuts the padding off again: one tensor [length, ...] a sequence; views.</summary>
    /// <param name="padded">[T, N, ...], or [N, T, ...] when the batch is first.</param>
    /// <param name="lengths">Length of every sequence, 0..T.</param>
    /// <param name="batchFirst">Is the batch the first axis?</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    [Export("nn.utils.rnn.unpad_sequence")]
    public static Tensor[] Unpad(Tensor padded, IReadOnlyList<long> lengths, bool batchFirst = false)
    {
        ArgumentNullException.ThrowIfNull(padded);
        ArgumentNullException.ThrowIfNull(lengths);
        if (padded.Rank < 2) throw new ShapeMismatchException($"Unpad expects padded sequences [T, N, ...]; got {padded.Shape}.", nameof(padded));
        Tensor sequences = batchFirst ? padded : padded.Transpose(0, 1);
        if (lengths.Count != sequences.Shape[0]) throw new ArgumentException($"{sequences.Shape[0]} sequences expect as many lengths; got {lengths.Count}.", nameof(lengths));
        foreach (long length in lengths)
        {
            if (length < 0 || length > sequences.Shape[1]) throw new ArgumentException($"A length must be in 0..{sequences.Shape[1]}, the padded length; got {length}.", nameof(lengths));
        }
        return [.. lengths.Select((length, i) => sequences.Select(0, i).Narrow(0, 0, length))];
    }

    /// <summary>The same sequences with other rows.</summary>
    /// <exception cref="ShapeMismatchException">The number of rows differs.</exception>
    public PackedSequence With(Tensor data) => new(data, _sizes, SortedIndices, UnsortedIndices);

    /// <summary>Unpacks to padded sequences in the caller's order, and their lengths.</summary>
    /// <param name="batchFirst">Make the batch the first axis?</param>
    /// <param name="value">Fills up.</param>
    /// <param name="totalLength">Pads to this length; to the longest sequence when omitted.</param>
    /// <returns>[T, N, ...] (or [N, T, ...]) and the lengths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The total length is less than the longest sequence.</exception>
    [Export("nn.utils.rnn.pad_packed_sequence")]
    public (Tensor Padded, IReadOnlyList<long> Lengths) ToPadded(bool batchFirst = false, double value = 0, long? totalLength = null)
    {
        long steps = totalLength ?? _sizes.Length, n = _sizes[0], rows = Data.Shape[0];
        if (steps < _sizes.Length)
            throw new ArgumentOutOfRangeException(nameof(totalLength), totalLength, $"The longest sequence has {_sizes.Length} steps; expected at least as many.");
        long[]? places = UnsortedIndices?.ToArray<long>();
        long[] from = new long[steps * n];
        long start = 0;
        for (long t = 0; t < steps; t++)
        {
            long size = t < _sizes.Length ? _sizes[t] : 0;
            for (long i = 0; i < n; i++)
            {
                long place = places is null ? i : places[i];
                from[(t * n) + i] = place < size ? start + place : rows;
            }
            start += size;
        }
        Tensor filler = Tensor.Full(Data.Shape.With(0, 1), value, Data.DType, Data.Backend);
        Tensor padded = Tensor.Cat([Data, filler]).IndexSelect(0, Tensor.Of(from)).Reshape([steps, n, .. Data.Shape.Span[1..]]);
        return (batchFirst ? padded.Transpose(0, 1) : padded, Lengths);
    }

    /// <summary>The sequences one by one, in the caller's order.</summary>
    [Export("nn.utils.rnn.unpack_sequence")]
    public IReadOnlyList<Tensor> ToSequences()
    {
        (Tensor padded, IReadOnlyList<long> lengths) = ToPadded(batchFirst: true);
        return [.. lengths.Select((length, i) => padded.Select(0, i).Narrow(0, 0, length))];
    }

    private static Tensor Inverse(Tensor order, long count)
    {
        long[] places = order.ToArray<long>(), inverse = new long[count];
        Array.Fill(inverse, -1);
        if (places.Length != count) throw new ShapeMismatchException($"Sorted indices must have shape [{count}]; got {order.Shape}.", nameof(order));
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0 || places[i] >= count || inverse[places[i]] >= 0)
                throw new ArgumentException($"Sorted indices must name every sequence once; got [{string.Join(", ", places)}].", nameof(order));
            inverse[places[i]] = i;
        }
        return Tensor.Of(inverse);
    }
}
