using System.Numerics;
using Nabla.Kernels.Elementwise;

namespace Nabla.Kernels.Tests.Elementwise;

/// <summary>Arithmetic of every element type against plain C#.</summary>
public unsafe class ArithmeticTests
{
    private const int Count = 41;

    [Fact] public void Int32() => Integers<int>(long.MinValue);

    [Fact] public void Int64() => Integers<long>(long.MinValue);

    [Fact] public void Int16() => Integers<short>(long.MinValue);

    [Fact] public void Int8() => Integers<sbyte>(long.MinValue);

    [Fact] public void UInt8() => Integers<byte>(0);

    [Fact]
    public void Floored_division_of_floats_follows_Python()
    {
        double[] a = [7, -7, 7, -7, 0.3, -0.3, 5, 0, 1e20], b = [2, 2, -2, -2, 0.1, 0.1, double.PositiveInfinity, 3, 3];
        Assert.Equal([3, -4, -4, 3, 2, -3, 0, 0, 33333333333333333333.0], Two(new FloorDivideKernel(), a, b));
        Assert.Equal([1, 1, -1, -1, 0.3 - 0.1 - 0.1, 0.1 - (0.3 % 0.1), 5, 0, 1e20 % 3], Two(new RemainderKernel(), a, b), (p, q) => Math.Abs(p - q) < 1e-15);
        Assert.Equal([1, -1, 1, -1, 0.3 % 0.1, -0.3 % 0.1, 5, 0, 1e20 % 3], Two(new FModKernel(), a, b));
        Assert.Equal([3, -3, -3, 3, 2, -2, 0, 0, 33333333333333333333.0], Two(new TruncateDivideKernel(), a, b), (p, q) => Math.Abs(p - q) <= 1);
    }

    [Fact]
    public void Integer_division_by_zero_throws() =>
        Assert.Throws<DivideByZeroException>(() => Two(new FloorDivideKernel(), new int[] { 1, 2, 3 }, [1, 0, 1]));

    [Fact]
    public void Extremes_of_floats_spread_NaN_and_fmin_drops_it()
    {
        float nan = float.NaN;
        float[] a = [1, nan, 3, nan], b = [2, 2, nan, nan];
        Assert.Equal([1, nan, nan, nan], Two(new MinimumKernel(), a, b));
        Assert.Equal([2, nan, nan, nan], Two(new MaximumKernel(), a, b));
        Assert.Equal([1, 2, 3, nan], Two(new FMinimumKernel(), a, b));
        Assert.Equal([2, 2, 3, nan], Two(new FMaximumKernel(), a, b));
        Assert.Equal([1, nan, 2, nan], One(new ClampKernel(1, 2), a));
        Assert.Equal([1, 0, 1, 0], One(new SignKernel(), a));
        Assert.Equal([1, nan, 3, nan], One(new ReluKernel(), a));
    }

    [Fact]
    public void Rounding_goes_to_even_and_fractions_keep_the_sign()
    {
        double[] x = [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4999];
        Assert.Equal([-2, -2, 0, 0, 2, 2, 2], One(new RoundKernel(), x));
        Assert.Equal([-0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.4999], One(new FractionKernel(), x), (p, q) => Math.Abs(p - q) < 1e-15);
        Assert.Equal([-3, -2, -1, 0, 1, 2, 2], One(new FloorKernel(), x));
        Assert.Equal([-2, -1, 0, 1, 2, 3, 3], One(new CeilingKernel(), x));
        Assert.Equal([-2, -1, 0, 0, 1, 2, 2], One(new TruncateKernel(), x));
    }

    [Fact]
    public void Powers()
    {
        Assert.Equal([8, 0.25, 1, double.NaN, double.PositiveInfinity], Two(new PowerKernel(), new double[] { 2, 2, 0, -8, 0 }, [3, -2, 0, 1 / 3.0, -1]));
        Assert.Equal([8, 0, 1, -27, 1, -1, 1], Two(new PowerKernel(), new int[] { 2, 2, 0, -3, -1, -1, 1 }, [3, -2, 0, 3, -2, -3, -5]));
        foreach (double exponent in (double[])[2, 3, 0.5, -0.5, -1, -2, 1, 0, 1.7])
        {
            double[] y = One(new PowerScalarKernel(exponent), new double[] { 0.3, 4, 17 });
            Assert.Equal([Math.Pow(0.3, exponent), Math.Pow(4, exponent), Math.Pow(17, exponent)], y, (p, q) => Math.Abs(p - q) <= 1e-14 * Math.Abs(p));
        }
    }

    [Fact]
    public void Fused_formulas()
    {
        double[] a = [1, 2], b = [5, -3], c = [0.25, 0.75], y = new double[2];
        fixed (double* p = a, q = b, r = c, t = y)
        {
            Pointwise.Ternary(new AddProductKernel(2), p, q, r, t, 2);
            Assert.Equal([3.5, -2.5], y);
            Pointwise.Ternary(new AddQuotientKernel(2), p, q, r, t, 2);
            Assert.Equal([41, -6], y);
            Pointwise.Ternary(new LerpKernel(), p, q, r, t, 2);
            Assert.Equal([2, -1.75], y);
        }
        Assert.Equal([2, 0.75], Two(new LerpScalarKernel(0.25), a, b));
        Assert.Equal([4, -1.75], Two(new LerpScalarKernel(0.75), a, b));
        Assert.Equal([11, -4], Two(new ScaledAddKernel(2), a, b));
        Assert.Equal([2.5, 4.5], One(new AffineKernel(2, 0.5), a));
    }

    [Fact]
    public void Predicates_know_NaN_and_infinity()
    {
        float[] x = [1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 1e-45f];
        Assert.Equal([0, 1, 0, 0, 0, 0, 0], Mask(new IsNaNKernel(), x));
        Assert.Equal([0, 0, 1, 1, 0, 0, 0], Mask(new IsInfinityKernel(), x));
        Assert.Equal([1, 0, 0, 0, 1, 1, 1], Mask(new IsFiniteKernel(), x));
        Assert.Equal([0, 0, 0, 0, 1, 1, 0], Mask(new LogicalNotKernel(), x));
        Assert.Equal([1, 1, 1, 1, 0, 0, 1], Mask(new IsNonZeroKernel(), x));
        Assert.Equal([0, 0, 0], Mask(new IsInfinityKernel(), new int[] { 1, 2, int.MaxValue }));
        Assert.Equal([1, 1, 1], Mask(new IsFiniteKernel(), new int[] { 1, 2, int.MaxValue }));
    }

    private static void Integers<T>(long low) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        Random random = new(9);
        T[] a = new T[Count], b = new T[Count];
        for (int i = 0; i < Count; i++)
        {
            a[i] = T.CreateTruncating(random.NextInt64(low, long.MaxValue));
            b[i] = T.CreateTruncating(random.NextInt64(low, long.MaxValue));
            if (b[i] == T.Zero || i % 5 == 0) b[i] = T.CreateTruncating(3);
        }
        (a[0], b[0]) = (T.MinValue, T.CreateTruncating(-1));
        (a[1], b[1]) = (a[2], a[2] == T.Zero ? T.One : a[2]);
        Check(new AddKernel(), a, b, (x, y) => unchecked(x + y));
        Check(new SubtractKernel(), a, b, (x, y) => unchecked(x - y));
        Check(new MultiplyKernel(), a, b, (x, y) => unchecked(x * y));
        Check(new MinimumKernel(), a, b, T.Min);
        Check(new MaximumKernel(), a, b, T.Max);
        Check(new BitwiseAndKernel(), a, b, (x, y) => x & y);
        Check(new BitwiseOrKernel(), a, b, (x, y) => x | y);
        Check(new BitwiseXorKernel(), a, b, (x, y) => x ^ y);
        Check(new TruncateDivideKernel(), a, b, (x, y) => T.CreateTruncating(BigInteger.Divide(BigInteger.CreateChecked(x), BigInteger.CreateChecked(y))));
        Check(new FModKernel(), a, b, (x, y) => T.CreateTruncating(BigInteger.Remainder(BigInteger.CreateChecked(x), BigInteger.CreateChecked(y))));
        Check(new FloorDivideKernel(), a, b, (x, y) => T.CreateTruncating(Floor(BigInteger.CreateChecked(x), BigInteger.CreateChecked(y))));
        Check(new RemainderKernel(), a, b, (x, y) =>
            T.CreateTruncating(BigInteger.CreateChecked(x) - (Floor(BigInteger.CreateChecked(x), BigInteger.CreateChecked(y)) * BigInteger.CreateChecked(y))));
        T[] shifts = new T[Count];
        for (int i = 0; i < Count; i++) shifts[i] = T.CreateTruncating(i % 11);
        int width = T.Zero.GetByteCount() * 8;
        Check(new ShiftLeftKernel(), a, shifts, (x, s) => int.CreateTruncating(s) >= width ? T.Zero : x << int.CreateTruncating(s));
        Check(new ShiftRightKernel(), a, shifts, (x, s) => x >> Math.Min(int.CreateTruncating(s), width - 1) >> (int.CreateTruncating(s) >= width ? 1 : 0));
        Assert.Equal(Array.ConvertAll(a, x => unchecked(-x)), One(new NegateKernel(), a));
        Assert.Equal(Array.ConvertAll(a, x => T.IsNegative(x) ? unchecked(-x) : x), One(new AbsoluteKernel(), a));
        Assert.Equal(Array.ConvertAll(a, x => ~x), One(new BitwiseNotKernel(), a));
        Assert.Equal(Array.ConvertAll(a, x => unchecked(x * x)), One(new SquareKernel(), a));
        Assert.Equal(Array.ConvertAll(a, x => T.CreateTruncating(T.Sign(x))), One(new SignKernel(), a));
        Relations(a, b);
    }

    private static void Relations<T>(T[] a, T[] b) where T : unmanaged, IBinaryInteger<T>
    {
        Relation(new EqualKernel(), a, b, (x, y) => x == y);
        Relation(new NotEqualKernel(), a, b, (x, y) => x != y);
        Relation(new LessKernel(), a, b, (x, y) => x < y);
        Relation(new LessOrEqualKernel(), a, b, (x, y) => x <= y);
        Relation(new GreaterKernel(), a, b, (x, y) => x > y);
        Relation(new GreaterOrEqualKernel(), a, b, (x, y) => x >= y);
        T[] sparse = Array.ConvertAll(a, x => x & T.One), other = Array.ConvertAll(b, x => (x >> 1) & T.One);
        Relation(new LogicalAndKernel(), sparse, other, (x, y) => x != T.Zero && y != T.Zero);
        Relation(new LogicalOrKernel(), sparse, other, (x, y) => x != T.Zero || y != T.Zero);
        Relation(new LogicalXorKernel(), sparse, other, (x, y) => x != T.Zero ^ y != T.Zero);
    }

    private static BigInteger Floor(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return !rest.IsZero && rest.Sign != b.Sign ? quotient - 1 : quotient;
    }

    private static void Check<T, K>(K kernel, T[] a, T[] b, Func<T, T, T> reference) where T : unmanaged where K : struct, IBinaryKernel
    {
        T[] y = Two(kernel, a, b);
        for (int i = 0; i < a.Length; i++) Assert.True(reference(a[i], b[i]).Equals(y[i]), $"{K.Name}({a[i]}, {b[i]}) = {y[i]}, not {reference(a[i], b[i])}");
    }

    private static void Relation<T, K>(K kernel, T[] a, T[] b, Func<T, T, bool> reference) where T : unmanaged where K : struct, IBinaryKernel
    {
        byte[] y = new byte[a.Length];
        fixed (T* p = a, q = b)
        fixed (byte* r = y) Pointwise.Compare(kernel, p, q, r, [a.Length], [1], [1], [1]);
        for (int i = 0; i < a.Length; i++) Assert.True(y[i] == (reference(a[i], b[i]) ? 1 : 0), $"{K.Name}({a[i]}, {b[i]}) = {y[i]}");
    }

    private static T[] Two<T, K>(K kernel, T[] a, T[] b) where T : unmanaged where K : struct, IBinaryKernel
    {
        T[] y = new T[a.Length];
        fixed (T* p = a, q = b, r = y) Pointwise.Binary(kernel, p, q, r, a.Length);
        return y;
    }

    private static T[] One<T, K>(K kernel, T[] x) where T : unmanaged where K : struct, IUnaryKernel
    {
        T[] y = new T[x.Length];
        fixed (T* p = x, q = y) Pointwise.Unary(kernel, p, q, x.Length);
        return y;
    }

    private static byte[] Mask<T, K>(K kernel, T[] x) where T : unmanaged where K : struct, IUnaryKernel
    {
        byte[] y = new byte[x.Length];
        fixed (T* p = x)
        fixed (byte* q = y) Pointwise.Test(kernel, p, q, [x.Length], [1], [1]);
        return y;
    }
}
