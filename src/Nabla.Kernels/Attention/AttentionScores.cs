using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>Row work on a tile of scores [rows, columns] whose rows are <see cref="Stride"/> apart.</summary>
internal static unsafe class AttentionScores
{
    /// <summary>Elements from row to row of a tile; a multiple of every vector length.</summary>
    public const int Stride = 64;

    /// <summary>Applies the mask, and fills the rest of each last vector with -∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mask<T>(T* scores, long rows, long columns, in AttentionMask<T> mask, long head, long query, long key) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T hidden = T.NegativeInfinity;
        long filled = (columns + Vector<T>.Count - 1) / Vector<T>.Count * Vector<T>.Count;
        long offset = mask.Places.Offset(head) + query * mask.QueryStride + key * mask.KeyStride;
        for (long i = 0; i < rows; i++, scores += Stride, offset += mask.QueryStride)
        {
            if (mask.Additive != null)
            {
                T* added = mask.Additive + offset;
                if (mask.KeyStride == 1) MachineVector.AddTo(scores, added, columns);
                else for (long j = 0; j < columns; j++) scores[j] += added[j * mask.KeyStride];
            }
            else if (mask.Allowed != null)
            {
                byte* allowed = mask.Allowed + offset;
                for (long j = 0; j < columns; j++) scores[j] = allowed[j * mask.KeyStride] != 0 ? scores[j] : hidden;
            }

            if (mask.Causal)
            {
                for (long j = Math.Max(0, query + i + 1 - key); j < columns; j++) scores[j] = hidden;
            }

            for (long j = columns; j < filled; j++) scores[j] = hidden;
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

    /// <summary>row = p ⊙ (row - delta)·scale: from the gradient of the probabilities to that of the scores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient<T>(T* row, T* p, long columns, T delta, T scale) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> deltas = new(delta), scales = new(scale);
        for (long j = 0; j < columns; j += Vector<T>.Count)
            MachineVector.Store(row + j, MachineVector.Load(p + j) * (MachineVector.Load(row + j) - deltas) * scales);
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
