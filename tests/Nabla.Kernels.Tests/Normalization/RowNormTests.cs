using System.Numerics;
using Nabla.Kernels.Normalization;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Normalization;

public unsafe class RowNormTests
{
    private const double Epsilon = 1e-5;

    [Theory, InlineData(1, 1), InlineData(3, 5), InlineData(4, 19), InlineData(20, 8)]
    public void Layer_norm_matches_the_definition_and_finite_differences(int rows, int width) => Check(rows, width, centred: true);

    [Theory, InlineData(1, 1), InlineData(3, 5), InlineData(4, 19), InlineData(20, 8)]
    public void Rms_norm_matches_the_definition_and_finite_differences(int rows, int width) => Check(rows, width, centred: false);

    [Theory, InlineData(700, 67, true), InlineData(33, 768, true), InlineData(700, 67, false), InlineData(301, 64, true), InlineData(301, 64, false), InlineData(9, 2083, true), InlineData(7, 4096, false)]
    public void Float_follows_double(int rows, int width, bool centred)
    {
        float[] x = Draw.Uniform<float>(new Random(40), rows * width, 3, 5), g = Draw.Uniform<float>(new Random(41), x.Length);
        float[] gamma = Draw.Uniform<float>(new Random(42), width), beta = Draw.Uniform<float>(new Random(43), width);
        Outcome<float> narrow = Run(x, g, gamma, beta, rows, width, centred);
        Outcome<double> wide = Run(Close.Doubles<float>(x), Close.Doubles<float>(g), Close.Doubles<float>(gamma), Close.Doubles<float>(beta), rows, width, centred);
        Close.To<float>(wide.Y, narrow.Y, 3e-6, "y");
        Close.To<float>(wide.Gx, narrow.Gx, 3e-6, "gx");
        Close.To<float>(wide.GGamma, narrow.GGamma, 2e-5, "gGamma");
        Close.To<float>(wide.GBeta, narrow.GBeta, 2e-5, "gBeta");
    }

    [Fact]
    public void Missing_gamma_and_beta_count_as_one_and_zero()
    {
        using Guarded<double> x = new([1, 3]), y = new(2), g = new([1, 0]), mean = new(1), rstd = new(1), gx = new(2);
        LayerNorm.Forward(x.P, 1, 2, null, null, 0, y.P, mean.P, rstd.P);
        Assert.Equal([-1, 1], y.ToArray());
        LayerNorm.Backward(g.P, x.P, 1, 2, null, mean.P, rstd.P, gx.P, null, null);
        Assert.Equal([0, 0], gx.ToArray());
        LayerNorm.Forward(x.P, 1, 2, null, null, 0, y.P, null, null);
        Assert.Equal([-1, 1], y.ToArray());
    }

    [Fact]
    public void No_rows_give_zero_parameter_gradients()
    {
        using Guarded<float> gGamma = new([7, 7]), gBeta = new([7, 7]);
        LayerNorm.Backward(null, null, 0, 2, null, null, null, null, gGamma.P, gBeta.P);
        Assert.Equal([0, 0], gGamma.ToArray());
        Assert.Equal([0, 0], gBeta.ToArray());
    }

    [Fact]
    public void Every_width_matches_the_definition()
    {
        for (int width = 1; width <= 67; width++)
        {
            double[] x = Close.Doubles<float>(Draw.Uniform<float>(new Random(width), 3 * width)), gamma = Draw.Uniform<double>(new Random(52), width), beta = Draw.Uniform<double>(new Random(53), width);
            var reference = new NormReference(i => i / width, i => i % width, Epsilon);
            using Guarded<float> bx = new(Array.ConvertAll(x, v => (float)v)), bGamma = new(Array.ConvertAll(gamma, v => (float)v)), bBeta = new(Array.ConvertAll(beta, v => (float)v));
            LayerNorm.Forward(bx.P, 3, width, bGamma.P, bBeta.P, Epsilon, bx.P, null, null);
            Close.To<float>(reference.Forward(x, gamma, beta), bx.ToArray(), width == 1 ? 1e-6 : 2e-5, $"width {width}");
        }
    }

    [Theory, InlineData(64), InlineData(100), InlineData(1024)]
    public void A_large_common_offset_costs_no_digits(int width)
    {
        float[] x = Array.ConvertAll(Draw.Uniform<float>(new Random(54), 5 * width), v => v + 30000);
        double[] wide = Close.Doubles<float>(x), ones = [.. Enumerable.Repeat(1.0, width)];
        using Guarded<float> bx = new(x), y = new(x.Length), mean = new(5), rstd = new(5);
        LayerNorm.Forward(bx.P, 5, width, null, null, Epsilon, y.P, mean.P, rstd.P);
        Close.To<float>(new NormReference(i => i / width, i => i % width, Epsilon).Forward(wide, ones, new double[width]), y.ToArray(), 1e-6, "y");
    }

    [Theory, InlineData(64), InlineData(67), InlineData(1024)]
    public void Rows_whose_squares_leave_the_range_of_float_are_normalised_and_change_no_neighbour(int width)
    {
        const int Rows = 11;
        float[] x = Draw.Uniform<float>(new Random(55), Rows * width);
        for (int i = 0; i < width; i++)
        {
            x[(3 * width) + i] *= 1e30f;
            x[(8 * width) + i] *= 1e-25f;
        }
        double[] ones = [.. Enumerable.Repeat(1.0, width)];
        foreach (bool centred in (bool[])[true, false])
        {
            float[] all = Normalised(x, Rows);
            Close.To<float>(new NormReference(i => i / width, i => i % width, 0, centred).Forward(Close.Doubles<float>(x), ones, new double[width]), all, 2e-5, "y");
            for (int r = 0; r < Rows; r++)
                Assert.Equal(all[(r * width)..((r + 1) * width)], Normalised(x[(r * width)..((r + 1) * width)], 1));

            float[] Normalised(float[] values, int rows)
            {
                using Guarded<float> inPlace = new(values);
                if (centred) LayerNorm.Forward(inPlace.P, rows, width, null, null, 0, inPlace.P, null, null);
                else RmsNorm.Forward(inPlace.P, rows, width, null, 0, inPlace.P, null);
                return inPlace.ToArray();
            }
        }
    }

    [Theory, InlineData(70), InlineData(64)]
    public void The_bits_do_not_depend_on_the_threads(int width)
    {
        float[] x = Draw.Uniform<float>(new Random(44), 901 * width), g = Draw.Uniform<float>(new Random(45), x.Length);
        float[] gamma = Draw.Uniform<float>(new Random(46), width), beta = Draw.Uniform<float>(new Random(47), width);
        ThreadCounts.SameBits(() =>
        {
            Outcome<float> o = Run(x, g, gamma, beta, 901, width, centred: true);
            return (float[])[.. o.Y, .. o.Gx, .. o.GGamma, .. o.GBeta];
        });
    }

    private static void Check(int rows, int width, bool centred)
    {
        double[] x = Draw.Uniform<double>(new Random(48), rows * width), g = Draw.Uniform<double>(new Random(49), x.Length);
        double[] gamma = Draw.Uniform<double>(new Random(50), width), beta = centred ? Draw.Uniform<double>(new Random(51), width) : new double[width];
        var reference = new NormReference(i => i / width, i => i % width, Epsilon, centred);
        Outcome<double> actual = Run(x, g, gamma, beta, rows, width, centred);
        Close.To<double>(reference.Forward(x, gamma, beta), actual.Y, 1e-12, "y");
        (double[] gx, double[] gGamma, double[] gBeta) = reference.Gradients(x, gamma, beta, g);
        Close.To<double>(gx, actual.Gx, 1e-5, "gx");
        Close.To<double>(gGamma, actual.GGamma, 1e-6, "gGamma");
        if (centred) Close.To<double>(gBeta, actual.GBeta, 1e-6, "gBeta");
    }

    private sealed record Outcome<T>(T[] Y, T[] Gx, T[] GGamma, T[] GBeta);

    private static Outcome<T> Run<T>(T[] x, T[] g, T[] gamma, T[] beta, int rows, int width, bool centred) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Guarded<T> bx = new(x), bg = new(g), bGamma = new(gamma), bBeta = new(beta), y = new(x.Length), gx = new(x.Length);
        using Guarded<T> mean = new(rows), rstd = new(rows), gGamma = new(width), gBeta = new(width);
        if (centred)
        {
            LayerNorm.Forward(bx.P, rows, width, bGamma.P, bBeta.P, Epsilon, y.P, mean.P, rstd.P);
            LayerNorm.Backward(bg.P, bx.P, rows, width, bGamma.P, mean.P, rstd.P, gx.P, gGamma.P, gBeta.P);
        }
        else
        {
            RmsNorm.Forward(bx.P, rows, width, bGamma.P, Epsilon, y.P, rstd.P);
            RmsNorm.Backward(bg.P, bx.P, rows, width, bGamma.P, rstd.P, gx.P, gGamma.P);
            gBeta.Span.Clear();
        }

        return new(y.ToArray(), gx.ToArray(), gGamma.ToArray(), gBeta.ToArray());
    }
}
