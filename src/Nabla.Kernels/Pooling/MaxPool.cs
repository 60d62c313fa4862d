using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>Maximum of every window of [planes, depth, height, width], with PyTorch's rules: the first of equal values is reported, NaN wins.</summary>
public static unsafe class MaxPool
{
    private const long Grain = 16384;

    /// <summary>y[o] = max of window o.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [planes, InputSize].</param>
    /// <param name="planes">Number of planes: batch times channels.</param>
    /// <param name="geometry">The windows.</param>
    /// <param name="y">Output [planes, OutputSize].</param>
    /// <param name="indices">Receives flat positions within the input plane [planes, OutputSize]; may be null.</param>
    /// <exception cref="ArgumentException">A window reaches over 2^24 elements or more of a float plane.</exception>
    public static void Forward<T>(T* x, long planes, in PoolGeometry geometry, T* y, long* indices) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && MaxPairs.Fits(geometry)) MaxPairs.Run((float*)x, planes, geometry, (float*)y, indices);
        else if (MaxSliding<T>.Fits(geometry)) MaxSliding<T>.Run(x, planes, geometry, y, indices);
        else MaxStrided<T>.Run(x, planes, geometry, y, indices);
    }

    /// <summary>gx[index[o]] += gy[o].</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="gy">Upstream gradient [planes, outputSize].</param>
    /// <param name="indices">Positions from the forward pass [planes, outputSize].</param>
    /// <param name="planes">Number of planes.</param>
    /// <param name="inputSize">Elements of an input plane.</param>
    /// <param name="outputSize">Elements of an output plane.</param>
    /// <param name="gx">Gradient [planes, inputSize], overwritten.</param>
    /// <exception cref="IndexRangeException">An index lies outside the plane.</exception>
    public static void Backward<T>(T* gy, long* indices, long planes, long inputSize, long outputSize, T* gx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        IndexRange.Verify(indices, planes * outputSize, inputSize, wraps: false);
        var body = new BackwardBody<T> { Gy = gy, Gx = gx, Indices = indices, InputSize = inputSize, OutputSize = outputSize };
        WorkPool.For(planes, Math.Max(1, Grain / Math.Max(1, inputSize)), ref body);
    }

    private struct BackwardBody<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Gy, Gx;
        public long* Indices;
        public long InputSize, OutputSize;

        public readonly void Invoke(long start, long end)
        {
            for (long plane = start; plane < end; plane++)
            {
                T* gx = Gx + plane * InputSize, gy = Gy + plane * OutputSize;
                long* index = Indices + plane * OutputSize;
                for (long i = 0; i < InputSize; i += int.MaxValue) new Span<T>(gx + i, (int)Math.Min(int.MaxValue, InputSize - i)).Clear();
                for (long o = 0; o < OutputSize; o++) gx[index[o]] += gy[o];
            }
        }
    }
}
