namespace Nabla.Tests.Ops;

/// <summary>Transforms of every length against the sum that defines them, and their laws.</summary>
public sealed class FourierTests
{
    [Fact]
    public void Every_length_matches_the_defining_sum()
    {
        for (int n = 1; n <= 130; n++)
        {
            double[] x = Noise(2 * n), y = Fourier.Fft(Tensor.Of(x, [n, 2])).ToArray<double>(), real = Fourier.Rfft(Tensor.Of(x[..n], [n])).ToArray<double>();
            for (int k = 0; k < n; k++)
            {
                double re = 0, im = 0, realRe = 0, realIm = 0;
                for (int t = 0; t < n; t++)
                {
                    (double s, double c) = Math.SinCos(-2 * Math.PI * (k * t % n) / n);
                    re += (x[2 * t] * c) - (x[(2 * t) + 1] * s);
                    im += (x[2 * t] * s) + (x[(2 * t) + 1] * c);
                    realRe += x[t] * c;
                    realIm += x[t] * s;
                }
                Assert.Equal(re, y[2 * k], 1e-11);
                Assert.Equal(im, y[(2 * k) + 1], 1e-11);
                if (k > n / 2) continue;
                Assert.Equal(realRe, real[2 * k], 1e-11);
                Assert.Equal(realIm, real[(2 * k) + 1], 1e-11);
            }
        }
    }

    [Theory, InlineData(1024), InlineData(1000), InlineData(997), InlineData(4095), InlineData(65536), InlineData(30030)]
    public void The_inverse_undoes_it(int n)
    {
        Tensor x = Tensor.Of(Noise(2 * n), [n, 2]), real = Tensor.Of(Noise(n), [n]);
        Near(x, Fourier.Ifft(Fourier.Fft(x)), 1e-12);
        Near(real, Fourier.Irfft(Fourier.Rfft(real), n), 1e-12);
        Tensor single = x.ToFloat32();
        Near(single, Fourier.Ifft(Fourier.Fft(single)), 5e-6);
    }

    [Fact]
    public void Convolution_matches_the_sum()
    {
        double[] a = Noise(37), b = Noise(12), expected = new double[48];
        for (int i = 0; i < 37; i++)
        {
            for (int j = 0; j < 12; j++) expected[i + j] += a[i] * b[j];
        }
        Near(Tensor.Of(expected), Fourier.Convolve(Tensor.Of(a), Tensor.Of(b)), 1e-12);
    }

    [Fact]
    public void Shifts_undo_each_other()
    {
        Tensor x = Tensor.Of(Noise(35), [5, 7]);
        Assert.Equal(x.ToArray<double>(), Fourier.Unshift(Fourier.Shift(x)).ToArray<double>());
    }

    [Theory, InlineData(1, 1), InlineData(7, 8), InlineData(17, 18), InlineData(1025, 1080)]
    public void Good_lengths_have_small_factors(long n, long good) => Assert.Equal(good, Fourier.GoodLength(n));

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Contains("[3]", Assert.Throws<ShapeMismatchException>(() => Fourier.Fft(Tensor.Ones([3]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Fourier.Rfft(Tensor.Ones([3]), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fourier.Rfft(Tensor.Ones([3]), axis: 1));
        Assert.Throws<ArgumentException>(() => Fourier.FftN(Tensor.Ones([3, 2]), [3, 3], [0]));
    }

    private static double[] Noise(int n)
    {
        Random random = new(n);
        return [.. Enumerable.Range(0, n).Select(_ => (random.NextDouble() * 2) - 1)];
    }

    private static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange((expected - actual).Abs().Amax().Item(), 0, tolerance);
    }
}
