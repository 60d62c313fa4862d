namespace Nabla;

/// <summary>Reading and writing by index. Indices are contiguous int64; negative ones count from the end.</summary>
[Export("backends.IIndexingBackend")]
public interface IIndexingBackend
{
    /// <summary>y[i][j][k] = x[i][index[i][j][k]][k] for axis 1, and so on; x strided.</summary>
    void Gather(Tensor x, int axis, Tensor index, Tensor y);

    /// <summary>y[i][index[i][j][k]][k] = source[i][j][k]; the last writer wins.</summary>
    void Scatter(Tensor y, int axis, Tensor index, Tensor source);

    /// <summary>y[i][index[i][j][k]][k] += source[i][j][k].</summary>
    void ScatterAdd(Tensor y, int axis, Tensor index, Tensor source);

    /// <summary>y[i][index[i][j][k]][k] joined with source[i][j][k]: product, largest or smallest.</summary>
    void ScatterReduce(ScatterReduction kind, Tensor y, int axis, Tensor index, Tensor source);

    /// <summary>Copies slices of contiguous x: y[:, j] = x[:, index[j]].</summary>
    void IndexSelect(Tensor x, int axis, Tensor index, Tensor y);

    /// <summary>Adds slices into contiguous y: y[:, index[j]] += source[:, j].</summary>
    void IndexAdd(Tensor y, int axis, Tensor index, Tensor source);

    /// <summary>Overwrites slices of contiguous y: y[:, index[j]] = source[:, j].</summary>
    void IndexCopy(Tensor y, int axis, Tensor index, Tensor source);

    /// <summary>Elements of contiguous x where the contiguous bool mask of the same shape is true, in order; 1-D.</summary>
    Tensor MaskedSelect(Tensor x, Tensor mask);

    /// <summary>Positions [count, rank] of the true elements of a contiguous bool tensor.</summary>
    Tensor NonZero(Tensor mask);
}
