using Nabla.Kernels.Elementwise;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>Applies an elementwise function, such as an activation.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <typeparam name="K">The function.</typeparam>
/// <param name="kernel">The function.</param>
public readonly unsafe struct UnaryEpilogue<T, K>(K kernel) : IEpilogue<T>
    where T : unmanaged
    where K : struct, IUnaryKernel
{
    private readonly K _kernel = kernel;

    /// <inheritdoc/>
    public static bool IsNone => false;

    /// <inheritdoc/>
    public void Apply<TLanes>(T* values, long row, long column, int count)
        where TLanes : struct, ILanes<TLanes, T> => UnaryLoop.Run(_kernel, values, values, count);
}
