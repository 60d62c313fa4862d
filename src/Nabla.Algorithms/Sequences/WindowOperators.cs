using System.Numerics;
using System.Runtime.CompilerServices;

namespace Nabla.Algorithms.Sequences;

/// <summary>An associative operation, for one value and for a vector of them.</summary>
internal interface IWindowOperator<T>
{
    static abstract T Invoke(T a, T b);

    static abstract Vector<T> Invoke(Vector<T> a, Vector<T> b);
}

/// <summary>The greater value; NaN if either is.</summary>
internal readonly struct MaximumOperator<T> : IWindowOperator<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke(T a, T b) => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.Max(a, b);
}

/// <summary>The smaller value; NaN if either is.</summary>
internal readonly struct MinimumOperator<T> : IWindowOperator<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke(T a, T b) => T.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => Vector.Min(a, b);
}

/// <summary>The sum.</summary>
internal readonly struct SumOperator<T> : IWindowOperator<T>
    where T : INumber<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Invoke(T a, T b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Invoke(Vector<T> a, Vector<T> b) => a + b;
}
