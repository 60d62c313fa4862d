using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>Adds a bias per row, or per column, or both, and clips at zero if asked to.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="rowBias">One value per row of the product, contiguous, or null.</param>
/// <param name="columnBias">One value per column of the product, contiguous, or null.</param>
/// <param name="relu">Whether to replace negative results by zero; NaN stays NaN.</param>
public readonly unsafe struct BiasEpilogue<T>(T* rowBias, T* columnBias, bool relu) : IEpilogue<T>
    where T : unmanaged
{
    private readonly T* _rowBias = rowBias;
    private readonly T* _columnBias = columnBias;
    private readonly bool _relu = relu;

    /// <inheritdoc/>
    public static bool IsNone => false;

    /// <inheritdoc/>
    public void Apply<TLanes>(T* values, long row, long column, int count)
        where TLanes : struct, ILanes<TLanes, T>
    {
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
            Step<TLanes>(values + i, row, column + i);
        for (; i < count; i++)
            Step<Lanes1<T>>(values + i, row, column + i);
    }

    private void Step<TLanes>(T* values, long row, long column)
        where TLanes : struct, ILanes<TLanes, T>
    {
        TLanes value = TLanes.Load(values);
        if (_rowBias != null)
            value += TLanes.Broadcast(_rowBias[row]);
        if (_columnBias != null)
            value += TLanes.Load(_columnBias + column);
        if (_relu)
            value = TLanes.Max(value, TLanes.Zero);
        TLanes.Store(values, value);
    }
}
