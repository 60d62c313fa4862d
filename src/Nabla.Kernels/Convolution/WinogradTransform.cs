using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Convolution;

/// <summary>The linear maps of Winograd's minimal filtering F(4x4, 3x3) and their transposes, on vectors of independent tiles or channels.</summary>
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
    /// <param name="g">The nine weights, <paramref name="gStep"/> apart.</param>
    /// <param name="gStep">Elements from one weight to the next.</param>
    /// <param name="target">Receives 36 vectors.</param>
    /// <param name="targetStep">Elements from one product to the next.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Weight(T* g, nint gStep, T* target, nint targetStep)
    {
        T* half = stackalloc T[Reads * 3 * TLanes.Count];
        nint n = TLanes.Count;
        for (nint j = 0; j < 3; j++)
            WeightLine(g + (j * gStep), 3 * gStep, half + (j * n), 3 * n);
        for (nint i = 0; i < Reads; i++)
            WeightLine(half + (i * 3 * n), n, target + (i * Reads * targetStep), targetStep);
    }

    /// <summary>t[i] = (Bᵀ d)[i] for vectors of independent columns.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Input(TLanes d0, TLanes d1, TLanes d2, TLanes d3, TLanes d4, TLanes d5, T* t, nint tStep)
    {
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

    /// <summary>t[i] = (A y)[i], the transpose of the map to the results: what six products receive of four gradients.</summary>
    [MethodImpl(AggressiveInlining)]
    public static void Gradient(TLanes y0, TLanes y1, TLanes y2, TLanes y3, T* t, nint tStep)
    {
        TLanes even = y0 + y2, odd = y1 + y3;
        TLanes wide = TLanes.Fma(TLanes.Constant(4), y2, y0), skew = TLanes.Constant(2) * TLanes.Fma(TLanes.Constant(4), y3, y1);
        TLanes.Store(t, y0);
        TLanes.Store(t + tStep, even + odd);
        TLanes.Store(t + (2 * tStep), even - odd);
        TLanes.Store(t + (3 * tStep), wide + skew);
        TLanes.Store(t + (4 * tStep), wide - skew);
        TLanes.Store(t + (5 * tStep), y3);
    }

    /// <summary>g[i, j] = (Gᵀ m G)[i, j], the transpose of the map of the weights, for one vector of kernels.</summary>
    /// <param name="m">The 36 products' gradients, <paramref name="mStep"/> apart.</param>
    /// <param name="mStep">Elements from one product to the next.</param>
    /// <param name="g">Receives nine vectors.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void WeightGradient(T* m, nint mStep, T* g)
    {
        T* half = stackalloc T[3 * Reads * TLanes.Count];
        nint n = TLanes.Count;
        for (nint j = 0; j < Reads; j++)
            WeightGradientLine(m + (j * mStep), Reads * mStep, half + (j * n), Reads * n);
        for (nint i = 0; i < 3; i++)
            WeightGradientLine(half + (i * Reads * n), n, g + (i * 3 * n), n);
    }

    [MethodImpl(AggressiveInlining)]
    private static void WeightGradientLine(T* m, nint step, T* g, nint gStep)
    {
        TLanes m1 = TLanes.Load(m + step), m2 = TLanes.Load(m + (2 * step)), m3 = TLanes.Load(m + (3 * step)), m4 = TLanes.Load(m + (4 * step));
        TLanes sixth = TLanes.Constant(1.0 / 6), near = (m1 + m2) * sixth, wide = m3 + m4;
        TLanes.Store(g, TLanes.Fma(TLanes.Load(m), TLanes.Constant(0.25), TLanes.Fma(wide, TLanes.Constant(1.0 / 24), -near)));
        TLanes.Store(g + gStep, TLanes.Fma(m2 - m1, sixth, (m3 - m4) * TLanes.Constant(1.0 / 12)));
        TLanes.Store(g + (2 * gStep), TLanes.Fma(wide, sixth, TLanes.Load(m + (5 * step)) - near));
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
