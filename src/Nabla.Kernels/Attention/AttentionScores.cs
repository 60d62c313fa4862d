using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>Row work on a tile of scores [rows, columns] whose rows are <see cref="Stride"/> apart.</summary>
internal static unsafe class AttentionScores
{
    /// <summary>Most columns of a tile.</summary>
    public const int Columns = 128;

    /// <summary>Elements from row to row of a tile; a multiple of every vector length, and an odd number of cache lines, so that a column falls into all sets of the cache.</summary>
    public const int Stride = Columns + 16;

    /// <summary>Applies the mask to what may be seen, and fills the rest of each last vector with -∞.</summary>
    /// <param name="scores">The tile.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="lead">Row i sees the columns up to i - lead.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="head">Head of the queries.</param>
    /// <param name="query">First query.</param>
    /// <param name="key">First key.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mask<T>(T* scores, long rows, long columns, long lead, in AttentionMask<T> mask, long head, long query, long key) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (mask.Additive == null && mask.Allowed == null && !mask.Causal && columns % Vector<T>.Count == 0) return;
        T hidden = T.NegativeInfinity;
        long offset = mask.Places.Offset(head) + query * mask.QueryStride + key * mask.KeyStride;
        for (long i = 0; i < rows; i++, scores += Stride, offset += mask.QueryStride)
        {
            long seen = Seen(i, lead, columns);
            if (mask.Additive != null)
            {
                T* added = mask.Additive + offset;
                if (mask.KeyStride == 1) MachineVector.AddTo(scores, added, seen);
                else for (long j = 0; j < seen; j++) scores[j] += added[j * mask.KeyStride];
            }
            else if (mask.Allowed != null)
            {
                byte* allowed = mask.Allowed + offset;
                for (long j = 0; j < seen; j++) scores[j] = allowed[j * mask.KeyStride] != 0 ? scores[j] : hidden;
            }

            for (long j = seen; j % Vector<T>.Count != 0; j++) scores[j] = hidden;
        }
    }

    /// <summary>How many columns a row sees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Seen(long row, long lead, long columns) => Math.Clamp(row + 1 - lead, 0, columns);

    /// <summary>Zeros behind what each row sees.</summary>
    public static void Hide<T>(T* scores, long rows, long columns, long lead) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (long i = 0; i < rows; i++, scores += Stride)
        {
            long seen = Seen(i, lead, columns);
            if (seen < columns) new Span<T>(scores + seen, (int)(columns - seen)).Clear();
        }
    }

    /// <summary>Largest score of a row; NaN is passed over and shows in the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Max<T>(T* row, long columns) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var high = new Vector<T>(T.NegativeInfinity);
        for (long j = 0; j < columns; j += Vector<T>.Count)
        {
            Vector<T> v = MachineVector.Load(row + j);
            high = Vector.ConditionalSelect(Vector.GreaterThan(v, high), v, high);
        }

        return MachineVector.Max(high);
    }

    /// <summary>row = exp(row - shift); returns the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Exp<T>(T* row, long columns, T shift) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> sum = default, shifts = new(shift);
        for (long j = 0; j < columns; j += Vector<T>.Count)
        {
            Vector<T> e = MachineMath.ExpNonPositive(MachineVector.Load(row + j) - shifts);
            sum += e;
            MachineVector.Store(row + j, e);
        }

        return Vector.Sum(sum);
    }

    /// <summary>Multiplies the weights of a row, or their gradients, by 0 where they are dropped and by 1/(1 - rate) elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drop<T>(T* row, long columns, in AttentionDropout dropout, long index, long keys, long key) where T : unmanaged, IFloatingPointIeee754<T>
    {
        uint* words = stackalloc uint[Stride];
        dropout.Words(index, keys, key, words, columns);
        uint threshold = dropout.Threshold;
        if (typeof(T) == typeof(float))
        {
            Vector<uint> factor = Vector.AsVectorUInt32(new Vector<float>((float)dropout.Factor));
            var least = new Vector<uint>(threshold);
            for (long j = 0; j < columns; j += Vector<float>.Count)
            {
                Vector<uint> kept = Vector.GreaterThanOrEqual(MachineVector.Load(words + j), least) & factor;
                MachineVector.Store((float*)row + j, MachineVector.Load((float*)row + j) * Vector.AsVectorSingle(kept));
            }
            return;
        }
        T scale = T.CreateTruncating(dropout.Factor);
        for (long j = 0; j < columns; j++) row[j] *= words[j] >= threshold ? scale : T.Zero;
    }

    /// <summary>row = p ⊙ (row - delta): from the gradient of the probabilities to that of the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<T>(T* row, T* p, long columns, T delta) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> deltas = new(delta);
        for (long j = 0; j < columns; j += Vector<T>.Count)
            MachineVector.Store(row + j, MachineVector.Load(p + j) * (MachineVector.Load(row + j) - deltas));
    }

    /// <summary>to += p ⊙ (row - delta): the gradient of what was added to the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradient<T>(T* row, T* p, long columns, T delta, T* to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> deltas = new(delta);
        long j = 0;
        for (; j <= columns - Vector<T>.Count; j += Vector<T>.Count)
            MachineVector.Store(to + j, MachineVector.Load(to + j) + (MachineVector.Load(p + j) * (MachineVector.Load(row + j) - deltas)));
        for (; j < columns; j++) to[j] += p[j] * (row[j] - delta);
    }
}
