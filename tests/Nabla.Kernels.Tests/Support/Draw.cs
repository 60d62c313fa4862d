using System.Numerics;

namespace Nabla.Kernels.Tests.Support;

/// <summary>Random inputs.</summary>
public static class Draw
{
    public static T[] Uniform<T>(Random random, long count, double low = -2, double high = 2) where T : INumberBase<T>
    {
        var values = new T[count];
        for (long i = 0; i < count; i++) values[i] = T.CreateTruncating(low + (high - low) * random.NextDouble());
        return values;
    }

    public static long[] Integers(Random random, long count, long low, long high)
    {
        var values = new long[count];
        for (long i = 0; i < count; i++) values[i] = random.NextInt64(low, high);
        return values;
    }

    public static long[] Strides(params ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        long step = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = step;
            step *= shape[d];
        }

        return strides;
    }
}
