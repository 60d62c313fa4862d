using System.Runtime.InteropServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Reductions;

public static unsafe partial class Reduce
{
    /// <summary>
    /// Variance, or its square root, in three passes: means, what rounding left of them, then squared distances. Equal elements give exactly 0, and elements
    /// that differ only in their last digits the variance they have; float or double.
    /// </summary>
    /// <param name="x">First element.</param>
    /// <param name="shape">Size of each axis.</param>
    /// <param name="strides">Stride of each axis in elements.</param>
    /// <param name="reduced">Which axes to reduce.</param>
    /// <param name="correction">Subtracted from the number of elements: 1 unbiased, 0 population.</param>
    /// <param name="root">Whether to take the square root.</param>
    /// <param name="y">Receives the results as <see cref="Run{T, TOut, K}"/> does.</param>
    /// <param name="means">Null, or receives the means.</param>
    public static void Variance<T>(T* x, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<bool> reduced, double correction, bool root,
        T* y, T* means = null)
        where T : unmanaged
    {
        long outputs = Outputs(shape, reduced), count = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            if (reduced[d]) count *= shape[d];
        }
        T* centers = means != null ? means : Allocate<T>(shape, reduced);
        T* residues = Allocate<T>(shape, reduced);
        try
        {
            Run(default(MeanKernel), x, shape, strides, reduced, centers);
            Run(default(MeanDistanceKernel), x, shape, strides, reduced, residues, centers);
            for (long o = 0; o < outputs; o++)
            {
                double center = ScalarNumber.ToDouble(centers[o]), shift = ScalarNumber.ToDouble(residues[o]);
                centers[o] = ScalarNumber.From<T>(center + shift);
                residues[o] = ScalarNumber.From<T>(shift - (ScalarNumber.ToDouble(centers[o]) - center));
            }
            Run(new VarianceKernel(correction), x, shape, strides, reduced, y, centers);
            for (long o = 0; o < outputs; o++)
            {
                // Σ(x - c)² about a centre c that is off by r is too large by n·r².
                double variance = ScalarNumber.ToDouble(y[o]), residue = ScalarNumber.ToDouble(residues[o]);
                if (residue != 0) variance = Math.Max(0, variance - (count * residue * residue / Math.Max(0, count - correction)));
                y[o] = ScalarNumber.From<T>(root ? Math.Sqrt(variance) : variance);
            }
        }
        finally
        {
            NativeMemory.Free(residues);
            if (means == null)
                NativeMemory.Free(centers);
        }
    }

    /// <summary>log Σ e^x, relative to the largest element so that nothing overflows; float or double. -∞ for no elements.</summary>
    /// <inheritdoc cref="Variance{T}"/>
    public static void LogSumExp<T>(T* x, ReadOnlySpan<long> shape, ReadOnlySpan<long> strides, ReadOnlySpan<bool> reduced, T* y) where T : unmanaged
    {
        T* maxima = Allocate<T>(shape, reduced);
        try
        {
            Run(default(MaxKernel), x, shape, strides, reduced, maxima);
            long outputs = Outputs(shape, reduced);
            for (long o = 0; o < outputs; o++)
            {
                if (double.IsInfinity(ScalarNumber.ToDouble(maxima[o])))
                    maxima[o] = default;
            }
            Run(default(LogSumExpKernel), x, shape, strides, reduced, y, maxima);
        }
        finally
        {
            NativeMemory.Free(maxima);
        }
    }

    private static T* Allocate<T>(ReadOnlySpan<long> shape, ReadOnlySpan<bool> reduced) where T : unmanaged =>
        (T*)NativeMemory.Alloc(checked((nuint)Outputs(shape, reduced)), (nuint)sizeof(T));

    private static long Outputs(ReadOnlySpan<long> shape, ReadOnlySpan<bool> reduced)
    {
        long outputs = 1;
        for (int d = 0; d < Math.Min(shape.Length, reduced.Length); d++)
        {
            if (!reduced[d])
                outputs = checked(outputs * shape[d]);
        }
        return outputs;
    }
}
