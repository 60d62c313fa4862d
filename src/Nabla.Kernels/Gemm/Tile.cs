namespace Nabla.Kernels.Gemm;

/// <summary>Operands of one register tile: a few rows of C times one or two vectors of columns, summed over <see cref="Depth"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe struct Tile<T>
    where T : unmanaged
{
    /// <summary>Most rows of a tile: with two vectors of columns, 12 sums, two columns and one row value fill 16 registers.</summary>
    public const int MaxRows = 6;

    /// <summary>Number of products in each sum.</summary>
    public long Depth;

    /// <summary>First row of the left operand.</summary>
    public T* A;

    /// <summary>Elements from one row of A to the next (strided tiles).</summary>
    public long ARow;

    /// <summary>Elements from one depth to the next in A (strided and adjacent tiles).</summary>
    public long AStep;

    /// <summary>First columns of the right operand; columns are contiguous.</summary>
    public T* B;

    /// <summary>Elements from one depth to the next in B (packed and strided tiles).</summary>
    public long BStep;

    /// <summary>Offset of each depth in B (indexed tiles).</summary>
    public int* BIndex;

    /// <summary>Columns of a row of tiles that are computed one after another, whole tiles (streamed tiles).</summary>
    public long Across;

    /// <summary>Where the tile goes; columns are contiguous.</summary>
    public T* C;

    /// <summary>Elements from one row of C to the next.</summary>
    public long CRow;

    /// <summary>Factor of the product.</summary>
    public T Alpha;

    /// <summary>Factor of the old C.</summary>
    public T Beta;

    /// <summary>Whether the old C counts; when false it is not read.</summary>
    public bool ReadsC;

    /// <summary>Where the old C is read instead of <see cref="C"/>; null for there.</summary>
    public T* Old;

    /// <summary>Elements from one row of <see cref="Old"/> to the next.</summary>
    public long OldRow;

    /// <summary>Added to each row at last, a value each; null for nothing.</summary>
    public T* Bias;

    /// <summary>Added to each column at last, a value each; null for nothing.</summary>
    public T* ColumnBias;

    /// <summary>Whether negative results become zero at last; NaN stays NaN.</summary>
    public bool Relu;
}
