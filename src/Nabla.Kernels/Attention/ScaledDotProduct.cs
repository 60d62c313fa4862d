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
        Check(shape, mask);
        var operands = new AttentionGradients<T> { Q = q, K = k, V = v, Y = y, LogSumExp = logSumExp, Gy = gy, Gq = gq, Gk = gk, Gv = gv };
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
        const int Stride = AttentionScores.Stride;
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
