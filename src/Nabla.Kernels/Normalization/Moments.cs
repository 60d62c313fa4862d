using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Normalization;

/// <summary>Count, mean and centred sum of squares of some values; parts combine exactly as if seen together (Chan, Golub, LeVeque 1979).</summary>
internal struct Moments
{
    private const long Block = 2048;

    /// <summary>Number of values.</summary>
    public double Count;

    /// <summary>Their mean.</summary>
    public double Mean;

    /// <summary>Sum of squared distances from the mean.</summary>
    public double Squares;

    /// <summary>Biased variance.</summary>
    public readonly double Variance => Squares / Count;

    /// <summary>Mean of the squared values.</summary>
    public readonly double MeanSquare => Squares / Count + Mean * Mean;

    /// <summary>Takes in another set of values.</summary>
    public void Add(in Moments other)
    {
        if (other.Count == 0) return;
        double total = Count + other.Count, distance = other.Mean - Mean;
        Squares += other.Squares + distance * distance * (Count * other.Count / total);
        Mean += distance * (other.Count / total);
        Count = total;
    }

    /// <summary>Moments of a row, accumulated in double around a value of each block.</summary>
    public static unsafe Moments Of<T>(T* x, long count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Moments moments = default;
        for (long start = 0; start < count; start += Block) moments.Add(OfBlock(x + start, Math.Min(Block, count - start)));
        return moments;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe Moments OfBlock<T>(T* x, long count) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T pivot = x[0];
        var shift = new Vector<T>(pivot);
        Vector<double> sum0 = default, sum1 = default, squares0 = default, squares1 = default;
        long i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            MachineVector.Widen(MachineVector.Load(x + i) - shift, out Vector<double> low, out Vector<double> high);
            sum0 += low;
            squares0 = Vector.MultiplyAddEstimate(low, low, squares0);
            if (typeof(T) == typeof(double)) continue;
            sum1 += high;
            squares1 = Vector.MultiplyAddEstimate(high, high, squares1);
        }

        double sum = Vector.Sum(sum0 + sum1), squares = Vector.Sum(squares0 + squares1);
        for (; i < count; i++)
        {
            double d = MachineVector.ToDouble(x[i] - pivot);
            sum += d;
            squares += d * d;
        }

        double mean = sum / count;
        return new Moments { Count = count, Mean = MachineVector.ToDouble(pivot) + mean, Squares = Math.Max(0, squares - sum * mean) };
    }
}
