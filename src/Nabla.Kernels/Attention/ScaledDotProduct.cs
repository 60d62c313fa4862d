using System.Numerics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Attention;

/// <summary>y = softmax(scale·q·kᵀ + mask)·v without the matrix of scores: tiles of it live in cache, softmax runs online.</summary>
/// <remarks>
/// Milakov and Gimelshein (2018), Rabe and Staats (2021), Dao et al. (2022). Memory beyond the operands is O(keys) per thread. A query that may
/// see nothing gives zero, a logsumexp of +∞ and no gradients.
/// </remarks>
public static unsafe class ScaledDotProduct
{
    /// <summary>Computes the attention.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">Queries [Heads, Queries, Width].</param>
    /// <param name="k">Keys [KeyHeads, Keys, Width].</param>
    /// <param name="v">Values [KeyHeads, Keys, ValueWidth].</param>
    /// <param name="scale">Factor of the scores, usually 1/√Width.</param>
    /// <param name="mask">What may be seen.</param>
    /// <param name="y">Output [Heads, Queries, ValueWidth].</param>
    /// <param name="logSumExp">Receives log Σ exp of every row of scores [Heads, Queries], for the backward pass.</param>
    /// <exception cref="ArgumentException">The sizes are impossible, or two masks were given.</exception>
    public static void Forward<T>(in AttentionShape shape, T* q, T* k, T* v, double scale, in AttentionMask<T> mask, T* y, T* logSumExp)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.Check();
        Forward(
            shape, AttentionRows<T>.Contiguous(q, shape.Queries, shape.Width), AttentionRows<T>.Contiguous(k, shape.Keys, shape.Width),
            AttentionRows<T>.Contiguous(v, shape.Keys, shape.ValueWidth), scale, mask, AttentionRows<T>.Contiguous(y, shape.Queries, shape.ValueWidth), logSumExp);
    }

    /// <summary>Computes the attention of operands whose rows lie anywhere: a packed projection of queries, keys and values needs no copies.</summary>
    /// <inheritdoc cref="Forward{T}(in AttentionShape, T*, T*, T*, double, in AttentionMask{T}, T*, T*)"/>
    public static void Forward<T>(
        in AttentionShape shape, in AttentionRows<T> q, in AttentionRows<T> k, in AttentionRows<T> v, double scale, in AttentionMask<T> mask, in AttentionRows<T> y, T* logSumExp)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, mask);
        if (Lanes512<T>.IsAccelerated) new AttentionForward<Lanes512<T>, T>(shape, mask, scale, q, k, v, y, logSumExp).Run();
        else if (Lanes256<T>.IsAccelerated) new AttentionForward<Lanes256<T>, T>(shape, mask, scale, q, k, v, y, logSumExp).Run();
        else if (Lanes128<T>.IsAccelerated) new AttentionForward<Lanes128<T>, T>(shape, mask, scale, q, k, v, y, logSumExp).Run();
        else new AttentionForward<Lanes1<T>, T>(shape, mask, scale, q, k, v, y, logSumExp).Run();
    }

    /// <summary>Computes the gradients; the tiles of scores are computed again from q, k and the logsumexp.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">Queries.</param>
    /// <param name="k">Keys.</param>
    /// <param name="v">Values.</param>
    /// <param name="y">Output of the forward pass.</param>
    /// <param name="logSumExp">From the forward pass.</param>
    /// <param name="gy">Upstream gradient, of the shape of y.</param>
    /// <param name="scale">As in the forward pass.</param>
    /// <param name="mask">As in the forward pass.</param>
    /// <param name="gq">Gradient to q, overwritten.</param>
    /// <param name="gk">Gradient to k, overwritten; summed over the heads of a group.</param>
    /// <param name="gv">Gradient to v, overwritten; summed over the heads of a group.</param>
    /// <exception cref="ArgumentException">The sizes are impossible, or two masks were given.</exception>
    public static void Backward<T>(in AttentionShape shape, T* q, T* k, T* v, T* y, T* logSumExp, T* gy, double scale, in AttentionMask<T> mask, T* gq, T* gk, T* gv)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        shape.Check();
        long queries = shape.Queries, keys = shape.Keys, width = shape.Width, value = shape.ValueWidth;
        Backward(shape, new AttentionGradients<T>
        {
            Q = AttentionRows<T>.Contiguous(q, queries, width),
            K = AttentionRows<T>.Contiguous(k, keys, width),
            V = AttentionRows<T>.Contiguous(v, keys, value),
            Y = AttentionRows<T>.Contiguous(y, queries, value),
            LogSumExp = logSumExp,
            Gy = AttentionRows<T>.Contiguous(gy, queries, value),
            Gq = AttentionRows<T>.Contiguous(gq, queries, width),
            Gk = AttentionRows<T>.Contiguous(gk, keys, width),
            Gv = AttentionRows<T>.Contiguous(gv, keys, value),
        }, scale, mask);
    }

    /// <summary>Computes the gradients of operands whose rows lie anywhere, and that of an added mask when wanted.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="shape">The sizes.</param>
    /// <param name="operands">What is read and written.</param>
    /// <param name="scale">As in the forward pass.</param>
    /// <param name="mask">As in the forward pass.</param>
    /// <exception cref="ArgumentException">The sizes are impossible, two masks were given, or the gradient of a mask is asked for heads that share keys.</exception>
    public static void Backward<T>(in AttentionShape shape, in AttentionGradients<T> operands, double scale, in AttentionMask<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(shape, mask);
        if (operands.Mask.Values != null && shape.Group != 1) throw new ArgumentException($"The mask has a gradient for heads with keys of their own only, but {shape.Group} share.", nameof(shape));
        if (Lanes512<T>.IsAccelerated) new AttentionBackward<Lanes512<T>, T>(shape, mask, scale, operands).Run();
        else if (Lanes256<T>.IsAccelerated) new AttentionBackward<Lanes256<T>, T>(shape, mask, scale, operands).Run();
        else if (Lanes128<T>.IsAccelerated) new AttentionBackward<Lanes128<T>, T>(shape, mask, scale, operands).Run();
        else new AttentionBackward<Lanes1<T>, T>(shape, mask, scale, operands).Run();
    }

    /// <summary>The dropout as a matrix: 0 where a weight is dropped, 1/(1 - rate) elsewhere.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="dropout">Which weights are dropped.</param>
    /// <param name="rows">Heads times queries.</param>
    /// <param name="keys">Keys per head.</param>
    /// <param name="factors">Receives rows x keys factors.</param>
    public static void DropoutFactors<T>(in AttentionDropout dropout, long rows, long keys, T* factors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Stride = AttentionScores.Columns;
        T* row = stackalloc T[Stride];
        for (long r = 0; r < rows; r++)
        {
            for (long key = 0; key < keys; key += Stride)
            {
                int columns = (int)Math.Min(Stride, keys - key);
                new Span<T>(row, Stride).Fill(T.One);
                if (dropout.IsActive) AttentionScores.Drop(row, columns, dropout, r, keys, key);
                new Span<T>(row, columns).CopyTo(new Span<T>(factors + r * keys + key, columns));
            }
        }
    }

    private static void Check<T>(in AttentionShape shape, in AttentionMask<T> mask) where T : unmanaged
    {
        shape.Check();
        if (mask.Additive != null && mask.Allowed != null) throw new ArgumentException("Give an additive or a boolean mask, not both.", nameof(mask));
    }
}
