using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <summary>A function of one number in double precision, for the functions that are not worth a vector formula.</summary>
public interface IScalarFunction
{
    /// <summary>The value at <paramref name="x"/>.</summary>
    double Invoke(double x);
}

/// <summary>A function of two numbers in double precision.</summary>
public interface IScalarFunction2
{
    /// <summary>The value at (<paramref name="x"/>, <paramref name="y"/>).</summary>
    double Invoke(double x, double y);
}

/// <summary>What every kind of lanes can do in terms of <see cref="ILanes{TSelf, T}"/>.</summary>
public static unsafe class Lanes
{
    /// <summary>Reads the first <paramref name="count"/> lanes and repeats the first value in the others, so no lane can fault.</summary>
    /// <param name="source">At least one value.</param>
    /// <param name="count">1 to V.Count.</param>
    [MethodImpl(AggressiveInlining)]
    public static V LoadPartial<V, T>(T* source, int count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (V.Count == 1)
            return V.Load(source);
        T* buffer = stackalloc T[64];
        V.Store(buffer, V.Broadcast(*source));
        Unsafe.CopyBlockUnaligned(buffer, source, (uint)(count * sizeof(T)));
        return V.Load(buffer);
    }

    /// <summary>Reads the first <paramref name="count"/> lanes and puts <paramref name="filler"/> in the others.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V LoadPartial<V, T>(T* source, int count, T filler) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (V.Count == 1)
            return V.Load(source);
        T* buffer = stackalloc T[64];
        V.Store(buffer, V.Broadcast(filler));
        Unsafe.CopyBlockUnaligned(buffer, source, (uint)(count * sizeof(T)));
        return V.Load(buffer);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void StorePartial<V, T>(T* target, V value, int count) where V : struct, ILanes<V, T> where T : unmanaged
    {
        if (V.Count == 1)
        {
            V.Store(target, value);
            return;
        }
        T* buffer = stackalloc T[64];
        V.Store(buffer, value);
        Unsafe.CopyBlockUnaligned(target, buffer, (uint)(count * sizeof(T)));
    }

    /// <summary>Mask of the lanes that are NaN; none for integers.</summary>
    [MethodImpl(AggressiveInlining)]
    public static V IsNaN<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged => ~V.Equal(x, x);

    /// <summary>Applies a scalar function to each lane, in double precision; float results are rounded once.</summary>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static V Map<V, T, F>(V x, F function)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where F : struct, IScalarFunction
    {
        T* buffer = stackalloc T[64];
        V.Store(buffer, x);
        for (int i = 0; i < V.Count; i++)
            buffer[i] = ScalarNumber.From<T>(function.Invoke(ScalarNumber.ToDouble(buffer[i])));
        return V.Load(buffer);
    }

    /// <summary>Applies a scalar function of two numbers lane by lane, in double precision.</summary>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    public static V Map<V, T, F>(V x, V y, F function)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where F : struct, IScalarFunction2
    {
        T* left = stackalloc T[64];
        T* right = stackalloc T[64];
        V.Store(left, x);
        V.Store(right, y);
        for (int i = 0; i < V.Count; i++)
            left[i] = ScalarNumber.From<T>(function.Invoke(ScalarNumber.ToDouble(left[i]), ScalarNumber.ToDouble(right[i])));
        return V.Load(left);
    }

    /// <summary>Applies a generic function of two numbers lane by lane, in the element type itself.</summary>
    [SkipLocalsInit]
    [MethodImpl(NoInlining | AggressiveOptimization)]
    internal static V Zip<V, T, F>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged
        where F : INumberFunction
    {
        T* left = stackalloc T[64];
        T* right = stackalloc T[64];
        V.Store(left, x);
        V.Store(right, y);
        for (int i = 0; i < V.Count; i++)
            left[i] = ScalarNumber.Apply<T, F>(left[i], right[i]);
        return V.Load(left);
    }

    /// <summary>Product of all lanes, first to last.</summary>
    [MethodImpl(AggressiveInlining)]
    public static T Product<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        Lanes1<T> product = new(V.Get(x, 0));
        for (int i = 1; i < V.Count; i++)
            product *= new Lanes1<T>(V.Get(x, i));
        return product.Value;
    }
}
