using System.Numerics;
using Nabla.Kernels.Fourier;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Tests.Fourier;

/// <summary>Transforms of every length against the sums that define them, in both precisions, both directions and at any number of threads.</summary>
public sealed unsafe class FourierTransformTests
{
    /// <summary>Every small length, and longer ones: powers, products of small primes, primes (whose chirps are long) and twice them.</summary>
    public static IEnumerable<int> Lengths => [.. Enumerable.Range(1, 80), 96, 100, 101, 125, 127, 128, 162, 194, 225, 243, 256, 257, 270, 343, 512, 625, 720, 1000];

    [Fact]
    public void Complex_rows_match_the_sum()
    {
        foreach (int n in Lengths)
        {
            Complex<double>(n, false, 1e-11);
            Complex<double>(n, true, 1e-11);
            Complex<float>(n, false, 2e-5);
            Complex<float>(n, true, 2e-5);
        }
    }

    [Fact]
    public void Real_rows_match_the_sum_and_come_back()
    {
        foreach (int n in Lengths)
        {
            Real<double>(n, 1e-11);
            Real<float>(n, 2e-5);
        }
    }

    [Fact]
    public void A_row_may_be_transformed_in_place()
    {
        foreach (int n in new[] { 1, 7, 64, 97 })
        {
            double[] x = Noise<double>(2 * n), y = new double[2 * n];
            fixed (double* px = x, py = y)
            {
                FourierTransform<double>.Complex(1, n, false, 1, px, py);
                FourierTransform<double>.Complex(1, n, false, 1, px, px);
            }
            Assert.Equal(y, x);
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        int before = WorkPool.Threads;
        try
        {
            foreach (int n in new[] { 12, 31, 1024 })
            {
                const int Rows = 37;
                float[] x = Noise<float>(2 * n * Rows);
                float[][] results = [.. new[] { 1, 2, 5 }.Select(threads =>
                {
                    WorkPool.Threads = threads;
                    float[] y = new float[x.Length];
                    fixed (float* px = x, py = y) FourierTransform<float>.Complex(Rows, n, false, 1, px, py);
                    return y;
                })];
                Assert.Equal(results[0], results[1]);
                Assert.Equal(results[0], results[2]);
            }
        }
        finally
        {
            WorkPool.Threads = before;
        }
    }

    [Fact]
    public void A_large_impulse_gives_exact_roots()
    {
        // A delayed impulse has the roots of unity as its spectrum: what rounding does over many stages shows.
        const int N = 1 << 16;
        float[] x = new float[2 * N], y = new float[2 * N];
        x[2] = 1;
        fixed (float* px = x, py = y) FourierTransform<float>.Complex(1, N, false, 1, px, py);
        for (int k = 0; k < N; k += 97)
        {
            (double s, double c) = Math.SinCos(-2 * Math.PI * k / N);
            Assert.Equal(c, y[2 * k], 1e-6);
            Assert.Equal(s, y[(2 * k) + 1], 1e-6);
        }
    }

    [Theory, InlineData(0), InlineData(-3), InlineData((1L << 30) + 1)]
    public void Lengths_out_of_range_are_refused(long n) => Assert.Throws<ArgumentOutOfRangeException>(() => FourierPlan<float>.Of(n));

    private static void Complex<T>(int n, bool inverse, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Rows = 2;
        T[] x = Noise<T>(2 * n * Rows), y = new T[2 * n * Rows];
        fixed (T* px = x, py = y) FourierTransform<T>.Complex(Rows, n, inverse, T.CreateChecked(0.5), px, py);
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < n; k++)
            {
                (double re, double im) = Sum(n, k, inverse ? 1 : -1, t => (double.CreateChecked(x[2 * ((row * n) + t)]), double.CreateChecked(x[(2 * ((row * n) + t)) + 1])));
                Near(re / 2, y[2 * ((row * n) + k)], tolerance * Math.Sqrt(n), $"length {n}, bin {k}");
                Near(im / 2, y[(2 * ((row * n) + k)) + 1], tolerance * Math.Sqrt(n), $"length {n}, bin {k}");
            }
        }
    }

    private static void Real<T>(int n, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int Rows = 2;
        int bins = (n / 2) + 1;
        T[] x = Noise<T>(n * Rows), y = new T[2 * bins * Rows], back = new T[n * Rows];
        fixed (T* px = x, py = y, pb = back)
        {
            FourierTransform<T>.Real(Rows, n, T.One, px, py);
            FourierTransform<T>.InverseReal(Rows, n, T.One / T.CreateChecked(n), py, pb);
        }
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < bins; k++)
            {
                (double re, double im) = Sum(n, k, -1, t => (double.CreateChecked(x[(row * n) + t]), 0));
                Near(re, y[2 * ((row * bins) + k)], tolerance * Math.Sqrt(n), $"length {n}, bin {k}");
                Near(im, y[(2 * ((row * bins) + k)) + 1], tolerance * Math.Sqrt(n), $"length {n}, bin {k}");
            }
            for (int t = 0; t < n; t++) Near(double.CreateChecked(x[(row * n) + t]), back[(row * n) + t], tolerance, $"length {n}, sample {t}");
        }
    }

    private static (double Re, double Im) Sum(int n, int k, int sign, Func<int, (double Re, double Im)> x)
    {
        double re = 0, im = 0;
        for (int t = 0; t < n; t++)
        {
            (double s, double c) = Math.SinCos(sign * 2 * Math.PI * ((long)k * t % n) / n);
            (double a, double b) = x(t);
            re += (a * c) - (b * s);
            im += (a * s) + (b * c);
        }
        return (re, im);
    }

    private static void Near<T>(double expected, T actual, double tolerance, string what) where T : INumberBase<T> =>
        Assert.True(Math.Abs(expected - double.CreateChecked(actual)) <= tolerance, $"{what}: {actual}, expected {expected}");

    private static T[] Noise<T>(int count) where T : INumberBase<T>
    {
        Random random = new(count);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked((random.NextDouble() * 2) - 1))];
    }
}
