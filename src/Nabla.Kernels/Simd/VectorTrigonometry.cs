using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Nabla.Kernels.Simd;

/// <remarks>
/// Sine and cosine: x = n·π/2 + r with |r| ≤ π/4 (π/2 in several parts, the leading ones short enough for exact products), then minimax
/// polynomials. Arguments beyond 8192 (float) or 65536 (double) go through the runtime's scalar functions, which reduce with all digits of π.
/// </remarks>
public static partial class VectorMath
{
    /// <summary>Sine. At most 1.5 ulp (float and double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Sin<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V y = SinOrCos<V, T>(x, V.Zero, V.Zero, out _);
        V large = V.Greater(V.Abs(x), V.Constant(typeof(T) == typeof(float) ? 8192 : 65536));
        return V.Any(large) ? V.Select(large, Lanes.Map<V, T, SinFunction>(x, default), y) : y;
    }

    /// <summary>Cosine. At most 1.5 ulp (float and double).</summary>
    [MethodImpl(AggressiveInlining)]
    public static V Cos<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V y = SinOrCos<V, T>(x, V.Bits(1), V.Zero, out _);
        V large = V.Greater(V.Abs(x), V.Constant(typeof(T) == typeof(float) ? 8192 : 65536));
        return V.Any(large) ? V.Select(large, Lanes.Map<V, T, CosFunction>(x, default), y) : y;
    }

    // sin(x + low + quarters·π/2), and what rounding took from it (double alone).
    [MethodImpl(AggressiveInlining)]
    private static V SinOrCos<V, T>(V x, V quarters, V low, out V rest) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V z = V.Fma(x, 0.63661977236758134308, Shifter<T>());
        V n = z - Shifter<T>();
        z = V.AddBits(z, quarters);
        V r, sin, cos, sinRest = V.Zero, cosRest = V.Zero;
        if (typeof(T) == typeof(float))
        {
            r = V.Fma(n, -1.5703125, x);
            r = V.Fma(n, -0.0004837512969970703125, r);
            // The third product is exact too; what its subtraction loses is put back with the fourth.
            V third = n * 7.54953362047672271728515625e-8;
            V most = r - third;
            V lost = (r - most) - third;
            r = most + V.Fma(n, -2.56334406825708960298e-12, lost);
            V square = r * r;
            sin = V.Constant(2.718247586e-6);
            sin = V.Fma(sin, square, -0.0001983932827);
            sin = V.Fma(sin, square, 0.008333329366);
            sin = V.Fma(sin, square, -0.1666666664);
            sin = V.Fma(sin * square, r, r);
            cos = V.Constant(2.443783387e-5);
            cos = V.Horner(cos, square, -0.00138873624, 0.04166664677, -0.5, 1);
        }
        else
        {
            r = V.Fma(n, -1.57079632673412561417e+00, x);
            V second = V.Fma(n, -6.07710050630396597660e-11, n * (-2.02226624879595063154e-21));
            V most = r;
            r += second;
            V lost = (most - r) + second + low;
            V square = r * r;
            sin = V.Constant(1.5896548370034214567e-10);
            sin = V.Horner(sin, square, -2.5050754071271299618e-8, 2.7557313667652707423e-6, -0.00019841269829742756867, 0.0083333333333223387659);
            sin = V.Fma(sin, square, -0.16666666666666631753) * square;
            V y = V.Fma(sin, r, r);
            sinRest = V.Fma(sin, r, r - y) + lost;
            sin = y;
            cos = V.Constant(-1.1359454929036140745e-11);
            cos = V.Horner(cos, square, 2.0875719693246006542e-9, -2.7557314327202638426e-7, 0.000024801587289399991894, -0.0013888888888874001198);
            cos = V.Fma(cos, square, 0.041666666666666598825);
            cos = V.Fma(cos, square, -0.5);
            V c = V.Fma(cos, square, 1);
            cosRest = V.Fma(cos, square, V.Constant(1) - c) - (lost * sin);
            sinRest = V.Fma(lost, c - 1, sinRest);
            cos = c;
        }
        V even = V.Equal(z & V.Bits(1), V.Zero);
        V sign = typeof(T) == typeof(float) ? V.ShiftLeft(z & V.Bits(2), 30) : V.ShiftLeft(z & V.Bits(2), 62);
        rest = V.Select(even, sinRest, cosRest) ^ sign;
        return V.Select(even, sin, cos) ^ sign;
    }

    private readonly struct SinFunction : IScalarFunction
    {
        public double Invoke(double x) => Math.Sin(x);
    }

    private readonly struct CosFunction : IScalarFunction
    {
        public double Invoke(double x) => Math.Cos(x);
    }
}
