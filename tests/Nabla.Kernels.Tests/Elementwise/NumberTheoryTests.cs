using Nabla.Kernels.Elementwise;

namespace Nabla.Kernels.Tests.Elementwise;

public sealed unsafe class NumberTheoryTests
{
    private static readonly long[] A = [0, 0, 12, -12, 7, 1_000_000_007, long.MinValue, 18, -5, 100, 64];
    private static readonly long[] B = [0, 5, 18, 18, 13, 998_244_353, 6, -12, -25, 10, 48];

    [Fact]
    public void Divisors_are_the_largest_that_divide_both()
    {
        long[] y = Apply(default(GcdKernel), A, B);
        Assert.Equal([0, 5, 6, 6, 1, 1, 2, 6, 5, 10, 16], y);
    }

    [Fact]
    public void Multiples_times_divisors_are_the_product()
    {
        long[] divisor = Apply(default(GcdKernel), A[..6], B[..6]), multiple = Apply(default(LcmKernel), A[..6], B[..6]);
        for (int i = 0; i < 6; i++) Assert.Equal(Math.Abs(A[i] * B[i]), divisor[i] * multiple[i]);
        Assert.Equal(0, multiple[1]);
    }

    [Fact]
    public void The_next_number_is_one_step_away()
    {
        float[] a = [0, -0f, 1, 1, float.MaxValue, float.NaN, float.PositiveInfinity, 3], b = [1, -1, 2, 0, float.PositiveInfinity, 1, 0, 3];
        float[] y = Apply(default(NextAfterKernel), a, b);
        Assert.Equal([float.Epsilon, -float.Epsilon, MathF.BitIncrement(1), MathF.BitDecrement(1), float.PositiveInfinity, float.NaN, float.MaxValue, 3], y);
    }

    private static T[] Apply<T, TKernel>(TKernel kernel, T[] a, T[] b)
        where T : unmanaged
        where TKernel : struct, IBinaryKernel
    {
        T[] y = new T[a.Length];
        long[] shape = [a.Length], strides = [1];
        fixed (T* pa = a, pb = b, py = y) Pointwise.Binary(kernel, pa, pb, py, shape, strides, strides, strides);
        return y;
    }
}
