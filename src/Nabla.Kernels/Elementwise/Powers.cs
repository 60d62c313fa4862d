using System.Numerics;
using System.Runtime.CompilerServices;
using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Elementwise;

/// <summary>a^b. Floats lane by lane in double precision; integers by squaring, wrapping, with 1/a^|b| truncated for negative exponents.</summary>
public readonly struct PowerKernel : IBinaryKernel
{
    /// <inheritdoc/>
    public static string Name => "pow";

    /// <inheritdoc/>
    public static int Cost => 60;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V a, V b) where V : struct, ILanes<V, T> where T : unmanaged =>
        ScalarNumber.IsFloating<T>() ? Lanes.Map<V, T, PowerFunction>(a, b, default) : Lanes.Zip<V, T, IntegerPower>(a, b);
}

/// <summary>x to a fixed power of floats; small whole and half exponents take a few instructions.</summary>
/// <param name="exponent">The power.</param>
public readonly struct PowerScalarKernel(double exponent) : IUnaryKernel
{
    /// <inheritdoc/>
    public static string Name => "pow_scalar";

    /// <inheritdoc/>
    public static int Cost => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Invoke<V, T>(V x) where V : struct, ILanes<V, T> where T : unmanaged
    {
        V one = V.Constant(1);
        if (exponent == 2) return x * x;
        if (exponent == 3) return x * x * x;
        if (exponent == 0.5) return V.Sqrt(x);
        if (exponent == -0.5) return one / V.Sqrt(x);
        if (exponent == -1) return one / x;
        if (exponent == -2) return one / (x * x);
        if (exponent == 1) return x;
        if (exponent == 0) return one;
        return Lanes.Map<V, T, PowerOf>(x, new PowerOf(exponent));
    }
}

internal readonly struct PowerFunction : IScalarFunction2
{
    public double Invoke(double x, double y) => Math.Pow(x, y);
}

internal readonly struct PowerOf(double exponent) : IScalarFunction
{
    public double Invoke(double x) => Math.Pow(x, exponent);
}

internal readonly struct IntegerPower : INumberFunction
{
    public static TNumber Invoke<TNumber>(TNumber a, TNumber b) where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber>
    {
        if (TNumber.IsNegative(b))
        {
            if (a == TNumber.One)
                return a;
            bool isMinusOne = TNumber.IsNegative(a) && a + TNumber.One == TNumber.Zero;
            return !isMinusOne ? TNumber.Zero : TNumber.IsOddInteger(b) ? a : TNumber.One;
        }
        TNumber result = TNumber.One;
        TNumber factor = a;
        for (ulong rest = ulong.CreateTruncating(b); rest != 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
                result = unchecked(result * factor);
            factor = unchecked(factor * factor);
        }
        return result;
    }
}
