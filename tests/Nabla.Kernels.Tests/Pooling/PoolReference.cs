using Nabla.Kernels.Pooling;

namespace Nabla.Kernels.Tests.Pooling;

/// <summary>Pooling by the definition, one window at a time, in double.</summary>
internal static class PoolReference
{
    public static (double[] Y, long[] Index) Max(double[] x, int planes, PoolGeometry g) => Each(x, planes, g.InputSize, g.OutputSize, (at, o) =>
        from z in Taps(g.Depth, (int)(o / (g.Height.Output * g.Width.Output)))
        from h in Taps(g.Height, (int)(o / g.Width.Output % g.Height.Output))
        from w in Taps(g.Width, (int)(o % g.Width.Output))
        select ((long)z * g.Height.Input + h) * g.Width.Input + w);

    public static (double[] Y, long[] Index) AdaptiveMax(double[] x, int planes, AdaptiveGeometry g) => Each(x, planes, g.InputSize, g.OutputSize, (at, o) => Bin(g, o));

    public static double[] AdaptiveAverage(double[] x, int planes, AdaptiveGeometry g)
    {
        var y = new double[planes * g.OutputSize];
        for (long i = 0; i < y.Length; i++) y[i] = Bin(g, i % g.OutputSize).Average(p => x[i / g.OutputSize * g.InputSize + p]);
        return y;
    }

    public static double[] AdaptiveAverageGradient(double[] gy, int planes, AdaptiveGeometry g)
    {
        var gx = new double[planes * g.InputSize];
        for (long i = 0; i < gy.Length; i++)
        {
            long[] bin = [.. Bin(g, i % g.OutputSize)];
            foreach (long p in bin) gx[i / g.OutputSize * g.InputSize + p] += gy[i] / bin.Length;
        }

        return gx;
    }

    /// <summary>Average (gradient false: values are x, result y) or its transpose (values are gy, result gx).</summary>
    public static double[] Average(double[] values, int planes, PoolGeometry g, bool countPad, long divisor, bool gradient)
    {
        var result = new double[planes * (gradient ? g.InputSize : g.OutputSize)];
        PoolAxis[] axes = [g.Depth, g.Height, g.Width];
        for (long i = 0; i < planes * g.OutputSize; i++)
        {
            long o = i % g.OutputSize, plane = i / g.OutputSize * g.InputSize;
            int[] at = [(int)(o / (g.Height.Output * g.Width.Output)), (int)(o / g.Width.Output % g.Height.Output), (int)(o % g.Width.Output)];
            long pool = 1, real = 1;
            for (int d = 0; d < 3; d++)
            {
                int start = at[d] * axes[d].Stride - axes[d].Padding, end = Math.Min(start + axes[d].Kernel, axes[d].Input + axes[d].Padding);
                pool *= end - start;
                real *= Taps(axes[d], at[d]).Count();
            }

            double count = divisor != 0 ? divisor : countPad ? pool : real;
            foreach (int z in Taps(g.Depth, at[0]))
            {
                foreach (int h in Taps(g.Height, at[1]))
                {
                    foreach (int w in Taps(g.Width, at[2]))
                    {
                        long place = plane + ((long)z * g.Height.Input + h) * g.Width.Input + w;
                        if (gradient) result[place] += values[i] / count;
                        else result[i] += values[place] / count;
                    }
                }
            }
        }

        return result;
    }

    private static IEnumerable<int> Taps(PoolAxis a, int o) => Enumerable.Range(0, a.Kernel).Select(t => o * a.Stride - a.Padding + t * a.Dilation).Where(i => i >= 0 && i < a.Input);

    private static IEnumerable<long> Bin(AdaptiveGeometry g, long o) =>
        from z in Bin(g.InputDepth, g.OutputDepth, (int)(o / (g.OutputHeight * g.OutputWidth)))
        from h in Bin(g.InputHeight, g.OutputHeight, (int)(o / g.OutputWidth % g.OutputHeight))
        from w in Bin(g.InputWidth, g.OutputWidth, (int)(o % g.OutputWidth))
        select ((long)z * g.InputHeight + h) * g.InputWidth + w;

    private static IEnumerable<int> Bin(int input, int output, int o)
    {
        int start = (int)Math.Floor((double)o * input / output), end = (int)Math.Ceiling((o + 1.0) * input / output);
        return Enumerable.Range(start, end - start);
    }

    private static (double[] Y, long[] Index) Each(double[] x, int planes, long input, long output, Func<long, long, IEnumerable<long>> window)
    {
        var y = new double[planes * output];
        var index = new long[y.Length];
        for (long i = 0; i < y.Length; i++)
        {
            long plane = i / output * input, best = -1;
            foreach (long p in window(plane, i % output))
            {
                if (best < 0 || x[plane + p] > x[plane + best] || double.IsNaN(x[plane + p])) best = p;
            }

            y[i] = x[plane + best];
            index[i] = best;
        }

        return (y, index);
    }
}
