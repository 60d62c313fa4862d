using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Gemm;

/// <summary>What happens to a finished part of a product while it is still in the cache: bias, activation, residual, ...</summary>
/// <typeparam name="T">Element type of the product.</typeparam>
/// <remarks>Each element is passed exactly once, after its sum is complete. Instances are shared by the threads.</remarks>
public unsafe interface IEpilogue<T>
    where T : unmanaged
{
    /// <summary>Whether the epilogue does nothing, so that it is never called; a constant for the just-in-time compiler.</summary>
    static abstract bool IsNone { get; }

    /// <summary>Changes <paramref name="count"/> neighbours of one row in place.</summary>
    /// <typeparam name="TLanes">The lanes the machine is best at.</typeparam>
    /// <param name="values">The finished values, contiguous.</param>
    /// <param name="row">Their row in the product.</param>
    /// <param name="column">The column of the first of them.</param>
    /// <param name="count">How many there are.</param>
    void Apply<TLanes>(T* values, long row, long column, int count)
        where TLanes : struct, ILanes<TLanes, T>;
}

/// <summary>Leaves the product as it is.</summary>
public readonly unsafe struct NoEpilogue<T> : IEpilogue<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static bool IsNone => true;

    /// <inheritdoc/>
    public void Apply<TLanes>(T* values, long row, long column, int count)
        where TLanes : struct, ILanes<TLanes, T>
    {
    }
}
