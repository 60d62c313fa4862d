using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>Passes elements to an epilogue of the transposed product.</summary>
internal readonly unsafe struct TransposedEpilogue<T, TInner>(TInner inner) : IEpilogue<T>
    where T : unmanaged
    where TInner : struct, IEpilogue<T>
{
    private readonly TInner _inner = inner;

    public static bool IsNone => TInner.IsNone;

    public void Apply<TLanes>(T* values, long row, long column, int count)
        where TLanes : struct, ILanes<TLanes, T>
    {
        for (int i = 0; i < count; i++)
            _inner.Apply<Lanes1<T>>(values + i, column + i, row, 1);
    }
}
