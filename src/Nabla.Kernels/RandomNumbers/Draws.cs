using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.RandomNumbers;

/// <summary>A distribution: turns random words into numbers.</summary>
internal unsafe interface IDraw
{
    /// <summary>1 or 2.</summary>
    int WordsPerElement<T>() where T : unmanaged;

    /// <summary>Fills an even number of elements.</summary>
    void Draw<T>(uint* words, T* y, int count) where T : unmanaged;
}

internal readonly unsafe struct UniformDraw(double low, double width) : IDraw
{
    public int WordsPerElement<T>() where T : unmanaged => sizeof(T) == 8 ? 2 : 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw<T>(uint* words, T* y, int count) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            int i = 0;
            if (Vector128.IsHardwareAccelerated)
            {
                Vector128<float> start = Vector128.Create((float)low), scale = Vector128.Create((float)width);
                for (; i <= count - 4; i += 4)
                {
                    Vector128<float> unit = Vector128.ConvertToSingle((Vector128.Load(words + i) >>> 8).AsInt32()) * Vector128.Create(1f / 16777216);
                    (start + (scale * unit)).Store((float*)y + i);
                }
            }
            for (; i < count; i++)
                ((float*)y)[i] = (float)low + ((float)width * ((int)(words[i] >> 8) * (1f / 16777216)));
            return;
        }
        for (int i = 0; i < count; i++)
            y[i] = ScalarNumber.From<T>(low + (width * Unit.Of(words + (2 * i))));
    }
}

internal readonly unsafe struct NormalDraw(double mean, double deviation) : IDraw
{
    public int WordsPerElement<T>() where T : unmanaged => sizeof(T) == 8 ? 2 : 1;

    [SkipLocalsInit]
    public void Draw<T>(uint* words, T* y, int count) where T : unmanaged
    {
        T* radius = stackalloc T[count / 2];
        T* angle = stackalloc T[count / 2];
        for (int i = 0; i < count / 2; i++)
        {
            // In (0, 1], so the logarithm is finite.
            double u = sizeof(T) == 8 ? 1 - Unit.Of(words + (4 * i)) : (words[2 * i] + 0.5) / 4294967296.0;
            double v = sizeof(T) == 8 ? Unit.Of(words + (4 * i) + 2) : words[(2 * i) + 1] / 4294967296.0;
            radius[i] = ScalarNumber.From<T>(u);
            angle[i] = ScalarNumber.From<T>(2 * Math.PI * v);
        }
        if (Width.Is512) BoxMuller.Run<Lanes512<T>, T>(radius, angle, count / 2);
        else if (Width.Is256) BoxMuller.Run<Lanes256<T>, T>(radius, angle, count / 2);
        else if (Width.Is128) BoxMuller.Run<Lanes128<T>, T>(radius, angle, count / 2);
        else BoxMuller.Run<Lanes1<T>, T>(radius, angle, count / 2);
        for (int i = 0; i < count / 2; i++)
        {
            y[2 * i] = ScalarNumber.From<T>(mean + (deviation * ScalarNumber.ToDouble(radius[i])));
            y[(2 * i) + 1] = ScalarNumber.From<T>(mean + (deviation * ScalarNumber.ToDouble(angle[i])));
        }
    }
}

internal readonly unsafe struct BernoulliDraw(ulong threshold) : IDraw
{
    public int WordsPerElement<T>() where T : unmanaged => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw<T>(uint* words, T* y, int count) where T : unmanaged
    {
        T one = ScalarNumber.From<T>(1);
        for (int i = 0; i < count; i++)
            y[i] = words[i] < threshold ? one : default;
    }
}

internal readonly unsafe struct IntegerDraw(long low, ulong range) : IDraw
{
    public int WordsPerElement<T>() where T : unmanaged => 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Draw<T>(uint* words, T* y, int count) where T : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            ulong word = words[2 * i] | ((ulong)words[(2 * i) + 1] << 32);
            long value = unchecked(low + (long)Math.BigMul(word, range, out _));
            y[i] = ScalarNumber.IsFloating<T>() ? ScalarNumber.From<T>(value) : ScalarNumber.FromBits<T>(value);
        }
    }
}

/// <summary>Uniform doubles on [0, 1) from two words.</summary>
internal static unsafe class Unit
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(uint* words) => ((words[0] | ((ulong)words[1] << 32)) >> 11) * (1.0 / 9007199254740992);
}

/// <summary>The transform of Box and Muller on arrays.</summary>
internal static unsafe class BoxMuller
{
    /// <summary>(u, angle) -> (√(-2 log u) cos angle, √(-2 log u) sin angle); count is a multiple of every vector's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<V, T>(T* u, T* angle, int count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        for (int i = 0; i < count; i += V.Count)
        {
            V radius = V.Sqrt(VectorMath.Log<V, T>(V.Load(u + i)) * V.Constant(-2));
            V.Store(u + i, radius);
        }
        for (int i = 0; i < count; i += V.Count)
        {
            V radius = V.Load(u + i);
            V theta = V.Load(angle + i);
            V.Store(u + i, radius * VectorMath.Cos<V, T>(theta));
            V.Store(angle + i, radius * VectorMath.Sin<V, T>(theta));
        }
    }
}
