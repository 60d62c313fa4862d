using System.Numerics;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Indexing;

/// <summary>Rows of a table [count, width] chosen by token numbers, and the gradient of the table.</summary>
public static unsafe class EmbeddingTable
{
    /// <summary>y[j, :] = table[token[j], :].</summary>
    /// <param name="table">Table [rows, width].</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="tokens">Row numbers [count], 0..rows-1 (no wrapping, as in PyTorch).</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="y">Output [count, width].</param>
    /// <param name="elementSize">Bytes of an element: 1, 2, 4 or 8.</param>
    /// <exception cref="IndexRangeException">A token lies outside 0..rows-1.</exception>
    public static void Forward(void* table, long rows, long width, long* tokens, long count, void* y, int elementSize)
    {
        IndexRange.Verify(tokens, count, rows, wraps: false);
        RowSelect.Select(table, 1, rows, width, tokens, count, y, elementSize);
    }

    /// <summary>gradient[token[j], :] += g[j, :] in token order; the caller clears or keeps what is there.</summary>
    /// <param name="g">Upstream gradient [count, width].</param>
    /// <param name="tokens">Row numbers [count], 0..rows-1.</param>
    /// <param name="count">Number of tokens.</param>
    /// <param name="gradient">Gradient of the table [rows, width], added to.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Length of a row.</param>
    /// <param name="padding">A row that receives no gradient, or -1.</param>
    /// <param name="scaleByFrequency">Divides a row's gradient by how often its token occurs.</param>
    /// <exception cref="IndexRangeException">A token lies outside 0..rows-1.</exception>
    public static void Backward<T>(T* g, long* tokens, long count, T* gradient, long rows, long width, long padding = -1, bool scaleByFrequency = false)
        where T : unmanaged, INumber<T>
    {
        IndexRange.Verify(tokens, count, rows, wraps: false);
        long skip = padding < 0 ? long.MinValue : padding;
        if (!scaleByFrequency)
        {
            RowSelect.AddVerified(gradient, 1, rows, width, tokens, count, g, T.One, skip, null);
            return;
        }

        using var counts = new Scratch<long>(rows, clear: true);
        for (long i = 0; i < count; i++) counts.Pointer[tokens[i]]++;
        RowSelect.AddVerified(gradient, 1, rows, width, tokens, count, g, T.One, skip, counts.Pointer);
    }
}
