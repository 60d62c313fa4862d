using System.Numerics;
using Nabla.Kernels.Indexing;
using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Pooling;

/// <summary>Pooling to a given output size over windows that cover [planes, depth, height, width] evenly.</summary>
public static unsafe class AdaptivePool
{
    private const long Grain = 16384;

    /// <summary>Mean of every window; a one-element output is the global average.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Input [planes, InputSize].</param>
    /// <param name="planes">Number of planes: batch times channels.</param>
    /// <param name="geometry">Input and output lengths.</param>
    /// <param name="y">Output [planes, OutputSize].</param>
    public static void AverageForward<T>(T* x, long planes, in AdaptiveGeometry geometry, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsGlobal(geometry))
        {
            var body = new MeanBody<T> { X = x, Y = y, Size = geometry.InputDepth * geometry.InputHeight * geometry.InputWidth };
            WorkPool.For(planes, Math.Max(1, Grain / body.Size), ref body);
            return;
        }
        using var space = new Scratch<int>(Space(geometry));
        new WindowAverage<T>(geometry, space.Pointer).Forward(x, planes, y);
    }

    /// <summary>Gradient of <see cref="AverageForward"/>.</summary>
    /// <param name="gy">Upstream gradient [planes, OutputSize].</param>
    /// <param name="planes">Number of planes.</param>
    /// <param name="geometry">Input and output lengths.</param>
    /// <param name="gx">Gradient [planes, InputSize], overwritten.</param>
    public static void AverageBackward<T>(T* gy, long planes, in AdaptiveGeometry geometry, T* gx) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (IsGlobal(geometry))
        {
            var body = new SpreadBody<T> { Gy = gy, Gx = gx, Size = geometry.InputDepth * geometry.InputHeight * geometry.InputWidth };
            WorkPool.For(planes, Math.Max(1, Grain / body.Size), ref body);
            return;
        }
        using var space = new Scratch<int>(Space(geometry));
        new WindowAverage<T>(geometry, space.Pointer).Backward(gy, planes, gx);
    }

    /// <summary>Maximum of every window; ties go to the first, NaN wins. The gradient is <see cref="MaxPool.Backward"/>.</summary>
    /// <param name="x">Input [planes, InputSize].</param>
    /// <param name="planes">Number of planes.</param>
    /// <param name="geometry">Input and output lengths.</param>
    /// <param name="y">Output [planes, OutputSize].</param>
    /// <param name="indices">Receives flat positions within the input plane [planes, OutputSize]; may be null.</param>
    public static void MaxForward<T>(T* x, long planes, in AdaptiveGeometry geometry, T* y, long* indices) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var space = new Scratch<int>(Space(geometry));
        int* p = space.Pointer;
        var depth = WindowTable.Adaptive(geometry.InputDepth, geometry.OutputDepth, ref p);
        var height = WindowTable.Adaptive(geometry.InputHeight, geometry.OutputHeight, ref p);
        var width = WindowTable.Adaptive(geometry.InputWidth, geometry.OutputWidth, ref p);
        MaxWindows<T>.Run(x, planes, depth, height, width, y, indices);
    }

    /// <summary>One window that covers everything: a mean of neighbours in memory.</summary>
    private static bool IsGlobal(in AdaptiveGeometry g) =>
        g.OutputDepth == 1 && g.OutputHeight == 1 && g.OutputWidth == 1 && g.InputDepth > 0 && g.InputHeight > 0 && g.InputWidth > 0;

    private static long Space(in AdaptiveGeometry geometry) =>
        WindowTable.Space(geometry.OutputDepth) + WindowTable.Space(geometry.OutputHeight) + WindowTable.Space(geometry.OutputWidth);

    private struct MeanBody<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* X, Y;
        public long Size;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++) Y[p] = MachineVector.FromDouble<T>(MachineVector.Sum(X + (p * Size), Size) / Size);
        }
    }

    private struct SpreadBody<T> : IRangeBody where T : unmanaged, IFloatingPointIeee754<T>
    {
        public T* Gy, Gx;
        public long Size;

        public readonly void Invoke(long start, long end)
        {
            for (long p = start; p < end; p++)
            {
                T share = Gy[p] / T.CreateTruncating(Size);
                T* gx = Gx + (p * Size);
                var shares = new Vector<T>(share);
                long i = 0;
                for (; i <= Size - Vector<T>.Count; i += Vector<T>.Count) MachineVector.Store(gx + i, shares);
                for (; i < Size; i++) gx[i] = share;
            }
        }
    }
}
