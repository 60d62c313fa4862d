using System.Numerics;
using Nabla.Kernels.Softmax;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Softmax;

public unsafe class SoftmaxTests
{
    [Fact]
    public void Every_length_matches_the_definition()
    {
        for (int n = 1; n <= 67; n++)
        {
            Check<float>(3, n, 1);
            Check<double>(2, n, 1);
        }
        Check<float>(2, 5000, 1);
    }

    [Theory, InlineData(2, 5, 3), InlineData(1, 7, 70), InlineData(3, 1, 9), InlineData(2, 200, 65), InlineData(0, 4, 2), InlineData(2, 0, 3)]
    public void Any_axis_matches_the_definition(int outer, int n, int inner)
    {
        Check<float>(outer, n, inner);
        Check<double>(outer, n, inner);
    }

    [Fact]
    public void Large_and_infinite_numbers_stay_in_bounds()
    {
        float inf = float.PositiveInfinity;
        using Guarded<float> x = new([1e4f, 1e4f, -1e4f, -inf, 0, -inf, -inf, -inf, -inf, 1, inf, 2]), y = new(12), log = new(12);
        SoftmaxKernels.Softmax(x.P, y.P, 4, 3, 1);
        SoftmaxKernels.LogSoftmax(x.P, log.P, 4, 3, 1);
        Assert.Equal([0.5f, 0.5f, 0, 0, 1, 0], y.ToArray()[..6]);
        Assert.Equal([-inf, 0, -inf], log.ToArray()[3..6]);
        Assert.All(y.ToArray()[6..], v => Assert.True(float.IsNaN(v) || v == 0));
        Assert.True(float.IsNaN(y[6]) && float.IsNaN(log[6]) && float.IsNaN(y[10]));
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[] x = Draw.Uniform<float>(new Random(2), 40_000);
        ThreadCounts.SameBits(() =>
        {
            float[] y = new float[x.Length], z = new float[x.Length];
            fixed (float* p = x, q = y, r = z)
            {
                SoftmaxKernels.Softmax(p, q, 400, 100, 1);
                SoftmaxKernels.LogSoftmaxBackward(p, q, r, 4, 50, 200);
            }
            return (float[])[.. y, .. z];
        });
    }

    private static void Check<T>(int outer, int n, int inner) where T : unmanaged, INumberBase<T>
    {
        int count = outer * n * inner;
        using Guarded<T> x = new(Draw.Uniform<T>(new Random(n), count, -4, 4), sizeof(T)), g = new(Draw.Uniform<T>(new Random(n + 1), count)), y = new(count), dx = new(count);
        double[] input = Close.Doubles<T>(x.Span), up = Close.Doubles<T>(g.Span);
        double[] soft = new double[count], log = new double[count], softGradient = new double[count], logGradient = new double[count];
        for (int o = 0; o < outer; o++)
        {
            for (int j = 0; j < inner; j++)
            {
                int At(int i) => (((o * n) + i) * inner) + j;
                double total = Enumerable.Range(0, n).Sum(i => Math.Exp(input[At(i)]));
                for (int i = 0; i < n; i++) (soft[At(i)], log[At(i)]) = (Math.Exp(input[At(i)]) / total, input[At(i)] - Math.Log(total));
                double dot = Enumerable.Range(0, n).Sum(i => soft[At(i)] * up[At(i)]), sum = Enumerable.Range(0, n).Sum(i => up[At(i)]);
                for (int i = 0; i < n; i++) (softGradient[At(i)], logGradient[At(i)]) = (soft[At(i)] * (up[At(i)] - dot), up[At(i)] - (soft[At(i)] * sum));
            }
        }
        double tolerance = typeof(T) == typeof(float) ? 2e-6 : 1e-14;
        SoftmaxKernels.Softmax(x.P, y.P, outer, n, inner);
        Close.To<T>(soft, y.Span, tolerance, "softmax");
        SoftmaxKernels.SoftmaxBackward(g.P, y.P, dx.P, outer, n, inner);
        Close.To<T>(softGradient, dx.Span, tolerance, "softmax gradient");
        SoftmaxKernels.LogSoftmax(x.P, y.P, outer, n, inner);
        Close.To<T>(log, y.Span, tolerance, "log-softmax");
        SoftmaxKernels.LogSoftmaxBackward(g.P, y.P, dx.P, outer, n, inner);
        Close.To<T>(logGradient, dx.Span, 5 * tolerance, "log-softmax gradient");
        SoftmaxKernels.Softmax(x.P, x.P, outer, n, inner);
        Close.To<T>(soft, x.Span, tolerance, "in place");
    }
}
