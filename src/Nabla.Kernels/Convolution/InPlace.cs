using Nabla.Kernels.Gemm;

namespace Nabla.Kernels.Convolution;

/// <summary>Planes of a tensor that are read where they lie, a little beyond their ends; those at the ends of the tensor are copied.</summary>
/// <param name="tensor">The first plane.</param>
/// <param name="planes">Number of planes.</param>
/// <param name="plane">Elements of a plane.</param>
/// <param name="before">Elements that may be read before a plane.</param>
/// <param name="after">Elements that may be read after it.</param>
/// <param name="buffer">The scratch buffer for copies.</param>
internal readonly unsafe struct InPlace<T>(T* tensor, long planes, long plane, long before, long after, int buffer)
    where T : unmanaged
{
    /// <summary>A plane, or its copy, which stays until the next call.</summary>
    public T* Of(long index)
    {
        T* at = tensor + (index * plane);
        if (index * plane >= before && (planes - 1 - index) * plane >= after)
            return at;
        T* copy = Scratch.Take<T>(buffer, before + plane + after) + before;
        Buffer.MemoryCopy(at, copy, plane * sizeof(T), plane * sizeof(T));
        return copy;
    }
}
