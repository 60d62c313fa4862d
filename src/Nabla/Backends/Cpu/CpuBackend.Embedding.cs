using System.Numerics;
using Nabla.Kernels.Indexing;

namespace Nabla;

public sealed unsafe partial class CpuBackend : IFusedEmbedding
{
    /// <inheritdoc/>
    public void Embedding(Tensor table, Tensor tokens, Tensor y)
    {
        using Pinned<byte> pt = Bytes(table), py = Bytes(y);
        using Pinned<long> pi = tokens.Pin<long>();
        EmbeddingTable.Forward(pt.Pointer, table.Shape[0], table.Shape[1], pi.Pointer, tokens.Count, py.Pointer, table.DType.Size());
    }

    /// <inheritdoc/>
    public void EmbeddingBackward(Tensor g, Tensor tokens, long padding, bool scaleByFrequency, Tensor gTable)
    {
        if (g.DType == DType.Float64) Run<double>();
        else if (g.DType == DType.Float32) Run<float>();
        else throw Unsupported("the gradient of an embedding", g.DType);

        void Run<T>()
            where T : unmanaged, INumber<T>
        {
            using Pinned<T> pg = g.Pin<T>(), pt = gTable.PinForWriting<T>();
            using Pinned<long> pi = tokens.Pin<long>();
            EmbeddingTable.Backward(pg.Pointer, pi.Pointer, tokens.Count, pt.Pointer, gTable.Shape[0], gTable.Shape[1], padding, scaleByFrequency);
        }
    }
}
