using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>The three linear maps of Winograd's minimal filtering F(4x4, 3x3), on vectors of independent tiles.</summary>
/// <remarks>
/// Sixteen results of a 3x3 kernel from 36 products instead of 144: Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A with the interpolation points
/// 0, ±1, ±2, ∞ (Lavin and Gray, "Fast algorithms for convolutional neural networks", 2015).
/// </remarks>
[SkipLocalsInit]
internal static unsafe class WinogradTransform<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Side of a tile of results, and of what it reads.</summary>
    public const int Results = 4, Reads = 6;

    /// <summary>Number of products.</summary>
    public const int Products = Reads * Reads;

    /// <summary>target[p] = (Bᵀ d B)[p] for one vector of tiles.</summary>
    /// <param name="d">The 36 reads, row by row, <paramref name="dStep"/> apart.</param>
    /// <param name="dStep">Elements from one read to the next.</param>
    /// <param name="target">Receives 36 vectors.</param>
    /// <param name="targetStep">Elements from one product to the next.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Input(T* d, nint dStep, T* target, nint targetStep)
    {
        T* half = stackalloc T[Products * TLanes.Count];
        nint n = TLanes.Count;
        for (nint j = 0; j < Reads; j++)
            InputLine(d + (j * dStep), Reads * dStep, half + (j * n), Reads * n);
        for (nint i = 0; i < Reads; i++)
            InputLine(half + (i * Reads * n), n, target + (i * Reads * targetStep), targetStep);
    }

    /// <summary>target[i, j] = (Aᵀ m A)[i, j] + bias for one vector of tiles.</summary>
    /// <param name="m">The 36 products, <paramref name="mStep"/> apart.</param>
    /// <param name="mStep">Elements from one product to the next.</param>
    /// <param name="bias">Added to every result.</param>
    /// <param name="relu">Whether negative results become zero.</param>
    /// <param name="target">Receives 16 vectors.</param>
    /// <param name="targetStep">Elements from one result to the next.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Output(T* m, nint mStep, T bias, bool relu, T* target, nint targetStep)
    {
        T* half = stackalloc T[Results * Reads * TLanes.Count];
        nint n = TLanes.Count;
        for (nint j = 0; j < Reads; j++)
            OutputLine(m + (j * mStep), Reads * mStep, half + (j * n), Reads * n);
        TLanes add = TLanes.Broadcast(bias);
        for (nint i = 0; i < Results; i++)
        {
            T* line = target + (i * Results * targetStep);
            OutputLine(half + (i * Reads * n), n, line, targetStep);
            for (nint j = 0; j < Results; j++, line += targetStep)
            {
                TLanes y = TLanes.Load(line) + add;
                TLanes.Store(line, relu ? TLanes.Max(y, TLanes.Zero) : y);
            }
        }
    }

    /// <summary>target[p] = (G g Gᵀ)[p] for one vector of kernels.</summary>
    /// <param name="g">The nine weights, one vector each.</param>
    /// <param name="target">Receives 36 vectors.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Weight(T* g, T* target)
    {
        T* half = stackalloc T[Reads * 3 * TLanes.Count];
        nint n = TLanes.Count;
        for (nint j = 0; j < 3; j++)
            WeightLine(g + (j * n), 3 * n, half + (j * n), 3 * n);
        for (nint i = 0; i < Reads; i++)
            WeightLine(half + (i * 3 * n), n, target + (i * Reads * n), n);
    }

    [MethodImpl(AggressiveInlining)]
    private static void InputLine(T* d, nint step, T* t, nint tStep)
    {
        TLanes d0 = TLanes.Load(d), d1 = TLanes.Load(d + step), d2 = TLanes.Load(d + (2 * step));
        TLanes d3 = TLanes.Load(d + (3 * step)), d4 = TLanes.Load(d + (4 * step)), d5 = TLanes.Load(d + (5 * step));
        TLanes four = TLanes.Constant(4), five = TLanes.Constant(-5), two = TLanes.Constant(2), minusFour = TLanes.Constant(-4);
        TLanes even = TLanes.Fma(minusFour, d2, d4), odd = TLanes.Fma(minusFour, d1, d3);
        TLanes near = d4 - d2, skew = two * (d3 - d1);
        TLanes.Store(t, TLanes.Fma(four, d0, TLanes.Fma(five, d2, d4)));
        TLanes.Store(t + tStep, even + odd);
        TLanes.Store(t + (2 * tStep), even - odd);
        TLanes.Store(t + (3 * tStep), near + skew);
        TLanes.Store(t + (4 * tStep), near - skew);
        TLanes.Store(t + (5 * tStep), TLanes.Fma(four, d1, TLanes.Fma(five, d3, d5)));
    }

    [MethodImpl(AggressiveInlining)]
    private static void OutputLine(T* m, nint step, T* y, nint yStep)
    {
        TLanes m0 = TLanes.Load(m), m1 = TLanes.Load(m + step), m2 = TLanes.Load(m + (2 * step));
        TLanes m3 = TLanes.Load(m + (3 * step)), m4 = TLanes.Load(m + (4 * step)), m5 = TLanes.Load(m + (5 * step));
        TLanes sum1 = m1 + m2, dif1 = m1 - m2, sum2 = m3 + m4, dif2 = m3 - m4;
        TLanes.Store(y, m0 + sum1 + sum2);
        TLanes.Store(y + yStep, TLanes.Fma(TLanes.Constant(2), dif2, dif1));
        TLanes.Store(y + (2 * yStep), TLanes.Fma(TLanes.Constant(4), sum2, sum1));
        TLanes.Store(y + (3 * yStep), TLanes.Fma(TLanes.Constant(8), dif2, dif1) + m5);
    }

    [MethodImpl(AggressiveInlining)]
    private static void WeightLine(T* g, nint step, T* u, nint uStep)
    {
        TLanes g0 = TLanes.Load(g), g1 = TLanes.Load(g + step), g2 = TLanes.Load(g + (2 * step));
        TLanes even = (g0 + g2) * TLanes.Constant(-1.0 / 6), odd = g1 * TLanes.Constant(-1.0 / 6);
        TLanes wide = TLanes.Fma(g0, TLanes.Constant(1.0 / 24), g2 * TLanes.Constant(1.0 / 6)), skew = g1 * TLanes.Constant(1.0 / 12);
        TLanes.Store(u, g0 * TLanes.Constant(0.25));
        TLanes.Store(u + uStep, even + odd);
        TLanes.Store(u + (2 * uStep), even - odd);
        TLanes.Store(u + (3 * uStep), wide + skew);
        TLanes.Store(u + (4 * uStep), wide - skew);
        TLanes.Store(u + (5 * uStep), g2);
    }
}
