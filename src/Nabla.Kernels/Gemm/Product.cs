namespace Nabla.Kernels.Gemm;

/// <summary>One matrix product C = alpha A B + beta C; strides are in elements and may have any sign-free value.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal unsafe struct Product<T>
    where T : unmanaged
{
    public long M, N, K;
    public T* A;
    public long ARow, ACol;
    public T* B;
    public long BRow, BCol;
    public T* C;
    public long CRow, CCol;
    public T Alpha, Beta;

    /// <summary>Whether the old C counts.</summary>
    public bool ReadsC;

    /// <summary>Added to each row of the finished product, a value each; null for nothing.</summary>
    public T* RowBias;

    /// <summary>Added to each column of the finished product, a value each; null for nothing.</summary>
    public T* ColumnBias;

    /// <summary>B in panels as <see cref="PreparedMatrix"/> keeps them; null when it is not prepared.</summary>
    public T* Panels;

    /// <summary>The same product written as Cᵀ = Bᵀ Aᵀ, with nothing prepared.</summary>
    public readonly Product<T> Transposed() => new()
    {
        M = N,
        N = M,
        K = K,
        A = B,
        ARow = BCol,
        ACol = BRow,
        B = A,
        BRow = ACol,
        BCol = ARow,
        C = C,
        CRow = CCol,
        CCol = CRow,
        Alpha = Alpha,
        Beta = Beta,
        ReadsC = ReadsC,
        RowBias = ColumnBias,
        ColumnBias = RowBias,
    };
}
