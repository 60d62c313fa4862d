using System.Numerics;
using System.Numerics.Tensors;

namespace Nabla.Kernels.LinearAlgebra;

/// <summary>Operations on rows of numbers.</summary>
internal static unsafe class Rows
{
    /// <summary>y += a·x.</summary>
    public static void AddMultiple<T>(long n, T a, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (a == T.Zero) return;
        Span<T> target = new(y, checked((int)n));
        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<T>(x, (int)n), a, target, target);
    }

    /// <summary>Σ x·y.</summary>
    public static T Dot<T>(long n, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Dot(new ReadOnlySpan<T>(x, checked((int)n)), new ReadOnlySpan<T>(y, (int)n));

    /// <summary>x *= a.</summary>
    public static void Scale<T>(long n, T a, T* x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> target = new(x, checked((int)n));
        TensorPrimitives.Multiply(target, a, target);
    }

    /// <summary>(x, y) becomes (c·x - s·y, s·x + c·y).</summary>
    public static void Rotate<T>(long n, T c, T s, T* x, T* y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        long i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            Vector<T> cosine = new(c), sine = new(s);
            for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector<T> a = Vector.Load(x + i), b = Vector.Load(y + i);
                Vector.Store((cosine * a) - (sine * b), x + i);
                Vector.Store((sine * a) + (cosine * b), y + i);
            }
        }
        for (; i < n; i++)
        {
            T a = x[i], b = y[i];
            x[i] = (c * a) - (s * b);
            y[i] = (s * a) + (c * b);
        }
    }

    public static void Swap<T>(long n, T* x, T* y) where T : unmanaged
    {
        for (long i = 0; i < n; i++) (x[i], y[i]) = (y[i], x[i]);
    }
}
