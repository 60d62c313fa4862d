using System.Runtime.CompilerServices;

namespace Nabla.Kernels.Elementwise;

/// <summary>What is done with one run of elements along the innermost dimension of a <see cref="StridedPlan"/>.</summary>
internal unsafe interface IRow
{
    /// <summary>Handles <paramref name="count"/> elements.</summary>
    /// <param name="offsets">Where the run starts in each operand, in elements.</param>
    /// <param name="steps">Distance between neighbours in each operand, in elements.</param>
    /// <param name="count">At least one.</param>
    void Invoke(long* offsets, long* steps, long count);
}

/// <summary>
/// The loop nest over several operands of one shape, with as few dimensions as their strides allow: dimensions of size one are dropped, the
/// others sorted by the first operand's strides (largest outermost) and merged where every operand runs on without a gap.
/// </summary>
/// <remarks>Operand 0 is the output: it decides the order, so that writes are sequential whatever layout the inputs have.</remarks>
internal unsafe struct StridedPlan
{
    /// <summary>Most dimensions that may remain after merging.</summary>
    public const int MaxRank = 16;

    /// <summary>Most operands.</summary>
    public const int MaxOperands = 4;

    private fixed long _sizes[MaxRank];
    private fixed long _strides[MaxRank * MaxOperands];
    private int _rank;
    private int _operands;

    /// <summary>Number of elements.</summary>
    public long Count { get; private set; }

    /// <summary>Remaining dimensions; 0 for a single element.</summary>
    public readonly int Rank => _rank;

    /// <summary>Size of the innermost dimension; 1 when none remains.</summary>
    public readonly long Inner => _rank == 0 ? 1 : _sizes[_rank - 1];

    /// <summary>Size of a remaining dimension, outermost first.</summary>
    public readonly long Size(int dimension) => _sizes[dimension];

    /// <summary>Stride of an operand along a remaining dimension, in elements.</summary>
    public readonly long Stride(int operand, int dimension) => _strides[(dimension * MaxOperands) + operand];

    /// <summary>Plans a loop over up to four operands; unused operands have empty strides.</summary>
    /// <exception cref="ArgumentException">Strides do not match the shape, or more than 16 dimensions remain.</exception>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Create(out StridedPlan plan, int operands, ReadOnlySpan<long> shape, ReadOnlySpan<long> first,
        ReadOnlySpan<long> second = default, ReadOnlySpan<long> third = default, ReadOnlySpan<long> fourth = default)
    {
        Unsafe.SkipInit(out plan);
        plan._rank = 0;
        plan._operands = operands;
        Check(shape, first, nameof(first));
        if (operands > 1) Check(shape, second, nameof(second));
        if (operands > 2) Check(shape, third, nameof(third));
        if (operands > 3) Check(shape, fourth, nameof(fourth));
        long count = 1;
        long* strides = stackalloc long[MaxOperands];
        for (int d = 0; d < shape.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(shape[d], nameof(shape));
            count *= shape[d];
            if (shape[d] == 1)
                continue;
            strides[0] = first[d];
            strides[1] = operands > 1 ? second[d] : 0;
            strides[2] = operands > 2 ? third[d] : 0;
            strides[3] = operands > 3 ? fourth[d] : 0;
            // Neighbours in the given order merge before sorting, so a deep contiguous shape never needs many dimensions.
            if (!plan.TryMerge(plan._rank - 1, shape[d], strides))
                plan.Insert(shape[d], strides);
        }
        plan.Count = count;
        plan.MergeSorted();
    }

    /// <summary>Walks elements <paramref name="start"/> up to <paramref name="end"/> of the planned order, run by run.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Walk<TRow>(long start, long end, ref TRow row) where TRow : struct, IRow
    {
        long* offsets = stackalloc long[MaxOperands];
        long* steps = stackalloc long[MaxOperands];
        long* index = stackalloc long[MaxRank];
        int last = _rank - 1;
        long rest = start;
        new Span<long>(offsets, MaxOperands).Clear();
        for (int d = last; d >= 0; d--)
        {
            index[d] = rest % _sizes[d];
            rest /= _sizes[d];
            for (int o = 0; o < _operands; o++)
                offsets[o] += index[d] * Stride(o, d);
        }
        for (int o = 0; o < MaxOperands; o++)
            steps[o] = last >= 0 && o < _operands ? Stride(o, last) : 1;
        if (last < 0)
        {
            if (start < end)
                row.Invoke(offsets, steps, 1);
            return;
        }
        long position = start;
        while (position < end)
        {
            long run = Math.Min(_sizes[last] - index[last], end - position);
            row.Invoke(offsets, steps, run);
            position += run;
            if (position < end)
                Advance(offsets, index, last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Advance(long* offsets, long* index, int last)
    {
        // The run ended at the end of a row: back to the row's start, then carry into the outer dimensions.
        for (int o = 0; o < _operands; o++)
            offsets[o] -= index[last] * Stride(o, last);
        index[last] = 0;
        for (int d = last - 1; d >= 0; d--)
        {
            if (++index[d] < _sizes[d])
            {
                for (int o = 0; o < _operands; o++)
                    offsets[o] += Stride(o, d);
                return;
            }
            index[d] = 0;
            for (int o = 0; o < _operands; o++)
                offsets[o] -= (_sizes[d] - 1) * Stride(o, d);
        }
    }

    private void Insert(long size, long* strides)
    {
        if (_rank == MaxRank)
            throw new ArgumentException($"The shape keeps more than {MaxRank} dimensions after merging contiguous ones.", nameof(size));
        int at = _rank++;
        while (at > 0 && Precedes(strides, at - 1))
        {
            _sizes[at] = _sizes[at - 1];
            for (int o = 0; o < MaxOperands; o++)
                _strides[(at * MaxOperands) + o] = _strides[((at - 1) * MaxOperands) + o];
            at--;
        }
        _sizes[at] = size;
        for (int o = 0; o < MaxOperands; o++)
            _strides[(at * MaxOperands) + o] = strides[o];
    }

    // Whether a dimension with these strides belongs outside dimension d: the first operand that can tell decides.
    private readonly bool Precedes(long* strides, int d)
    {
        for (int o = 0; o < _operands; o++)
        {
            long other = Stride(o, d);
            if (strides[o] == 0 || other == 0 || strides[o] == other)
                continue;
            return strides[o] > other;
        }
        return false;
    }

    private bool TryMerge(int d, long size, long* strides)
    {
        if (d < 0)
            return false;
        for (int o = 0; o < _operands; o++)
        {
            if (Stride(o, d) != size * strides[o])
                return false;
        }
        _sizes[d] *= size;
        for (int o = 0; o < _operands; o++)
            _strides[(d * MaxOperands) + o] = strides[o];
        return true;
    }

    private void MergeSorted()
    {
        int rank = _rank;
        _rank = Math.Min(rank, 1);
        long* strides = stackalloc long[MaxOperands];
        for (int d = 1; d < rank; d++)
        {
            for (int o = 0; o < MaxOperands; o++)
                strides[o] = Stride(o, d);
            long size = _sizes[d];
            if (TryMerge(_rank - 1, size, strides))
                continue;
            _sizes[_rank] = size;
            for (int o = 0; o < MaxOperands; o++)
                _strides[(_rank * MaxOperands) + o] = strides[o];
            _rank++;
        }
    }

    private static void Check(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, string operand)
    {
        if (strides.Length != shape.Length)
            throw new ArgumentException($"{strides.Length} strides for a shape of {shape.Length} dimensions.", operand);
    }
}
