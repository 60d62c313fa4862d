using Nabla.Kernels.Activations;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Activations;

/// <summary>Activations with learned parameters against scalar float64 formulas whose gradients are central differences of the value.</summary>
public unsafe class LearnedPassTests
{
    private delegate double Formula(double x, double[] p);

    private static readonly Formula PRelu = (x, p) => x > 0 ? x : p[0] * x;
    private static readonly Formula Swish = (x, p) => x / (1 + Math.Exp(-p[0] * x));
    private static readonly Formula Snake = (x, p) => x + (Math.Pow(Math.Sin(p[0] * x), 2) / p[0]);
    private static readonly Formula Smu = (x, p) => x * (0.25 + (0.375 * Nabla.Kernels.Simd.ScalarMath.Erfc(-0.75 * p[0] * x)));
    private static readonly Formula Acon = (x, p) => ((p[0] - p[1]) * x / (1 + Math.Exp(-p[2] * (p[0] - p[1]) * x))) + (p[1] * x);

    public static TheoryData<int, int, bool, int, int, int> Layouts => new()
    {
        { 1, 5000, false, 1, 1, 1 },
        { 6, 37, false, 3, 1, 6 },
        { 4, 2500, false, 2, 4, 1 },
        { 131, 70, true, 70, 1, 70 },
        { 3, 600, true, 600, 600, 1 },
        { 5, 1, true, 1, 1, 1 },
        { 2, 3, false, 2, 2, 2 },
    };

    [Theory, MemberData(nameof(Layouts))]
    public void Values_and_gradients_follow_the_definition(int rows, int width, bool byColumn, int first, int second, int third)
    {
        Check(default(PReluFunction), PRelu, new(rows, width, byColumn, first), 1);
        Check(default(SwishFunction), Swish, new(rows, width, byColumn, first), 1);
        Check(default(SnakeFunction), Snake, new(rows, width, byColumn, first), 1);
        Check(new SmuFunction(0.25), Smu, new(rows, width, byColumn, first), 1);
        Check(default(AconFunction), Acon, new(rows, width, byColumn, first, second, third), 3);
    }

    [Fact]
    public void Every_width_writes_its_own_elements_only()
    {
        for (int width = 1; width <= 67; width++)
        {
            Check(default(AconFunction), Acon, new(3, width, false, 3, 1, 3), 3);
            Check(default(AconFunction), Acon, new(3, width, true, width, 1, width), 3);
        }
    }

    [Theory, MemberData(nameof(Layouts))]
    public void Any_number_of_threads_gives_the_same_bits(int rows, int width, bool byColumn, int first, int second, int third)
    {
        LearnedLayout layout = new(rows * 9, width, byColumn, first, second, third);
        ThreadCounts.SameBits(() =>
        {
            Outcome<float> one = Run<float, AconFunction>(default, layout, 3);
            return (float[])[.. one.Y, .. one.Gx, .. one.Gp[0], .. one.Gp[1], .. one.Gp[2]];
        });
    }

    [Fact]
    public void What_is_not_wanted_is_not_written_and_changes_nothing_else()
    {
        LearnedLayout layout = new(4, 100, false, 4, 1, 4);
        float[] x = Draw.Uniform<float>(new Random(1), layout.Count), g = Draw.Uniform<float>(new Random(2), layout.Count);
        using Guarded<float> bx = new(x), bg = new(g), p = new([1, 2, 0.5f, 0.3f]), q = new([0.1f]), r = new([1, 1, 2, 3]), gx = new(x.Length), gq = new(1), again = new(1);
        LearnedPass.Backward(default(AconFunction), bg.P, bx.P, p.P, q.P, r.P, layout, gx.P, null, gq.P, null);
        LearnedPass.Backward(default(AconFunction), bg.P, bx.P, p.P, q.P, r.P, layout, null, null, again.P, null);
        Assert.Equal(gq[0], again[0]);
        LearnedPass.Backward(default(AconFunction), bg.P, bx.P, p.P, q.P, r.P, layout, bg.P, null, null, null);
        Assert.Equal(gx.ToArray(), bg.ToArray());
    }

    [Fact]
    public void Parameters_that_fit_neither_rows_nor_columns_are_refused()
    {
        using Guarded<float> v = new(16);
        Assert.Throws<ArgumentException>(() => LearnedPass.Forward(default(SwishFunction), v.P, v.P, null, null, new(4, 3, false, 3), v.P));
        Assert.Throws<ArgumentException>(() => LearnedPass.Forward(default(SwishFunction), v.P, v.P, null, null, new(4, 3, true, 4), v.P));
        Assert.Throws<ArgumentException>(() => LearnedPass.Backward(default(AconFunction), v.P, v.P, v.P, v.P, v.P, new(4, 3, true, 3, 0, 3), v.P, null, null, null));
    }

    private static void Check<F>(F f, Formula formula, LearnedLayout layout, int parameters) where F : struct, ILearnedActivation
    {
        (double[] y, double[] gx, double[][] gp) = Reference(formula, layout, parameters);
        Outcome<double> wide = Run<double, F>(f, layout, parameters);
        Close.To<double>(y, wide.Y, 1e-14, F.Name);
        Close.To<double>(gx, wide.Gx, 1e-8, $"{F.Name} gx");
        Outcome<float> narrow = Run<float, F>(f, layout, parameters);
        Close.To<float>(y, narrow.Y, 3e-7, F.Name);
        Close.To<float>(gx, narrow.Gx, 2e-6, $"{F.Name} gx");
        for (int k = 0; k < parameters; k++)
        {
            Close.To<double>(gp[k], wide.Gp[k], 1e-7, $"{F.Name} gradient {k}");
            Close.To<float>(gp[k], narrow.Gp[k], 2e-5, $"{F.Name} gradient {k}");
        }
    }

    private static (double[] Y, double[] Gx, double[][] Gp) Reference(Formula formula, LearnedLayout layout, int parameters)
    {
        (float[] x, float[] g, float[][] p) = Inputs(layout);
        double[] y = new double[x.Length], gx = new double[x.Length];
        double[][] gp = [.. p.Select(values => new double[values.Length])];
        for (int i = 0; i < x.Length; i++)
        {
            int[] at = [.. p.Select(values => values.Length == 1 ? 0 : (int)(layout.ByColumn ? i % layout.Width : i / layout.Width % values.Length))];
            double[] own = [.. at.Select((index, k) => (double)p[k][index])];
            y[i] = formula(x[i], own);
            const double H = 1e-5;
            // The corner of PReLU lies at 0, where no difference must step over it.
            gx[i] = g[i] * (formula(x[i] + H, own) - formula(x[i] - H, own)) / (2 * H);
            for (int k = 0; k < parameters; k++)
            {
                double[] up = [.. own], down = [.. own];
                up[k] += H;
                down[k] -= H;
                gp[k][at[k]] += g[i] * (formula(x[i], up) - formula(x[i], down)) / (2 * H);
            }
        }
        return (y, gx, gp);
    }

    private static (float[] X, float[] G, float[][] P) Inputs(LearnedLayout layout)
    {
        float[] x = Array.ConvertAll(Draw.Uniform<float>(new Random(7), layout.Count), v => Math.Abs(v) < 1e-3f ? 1f : v);
        return (x, Draw.Uniform<float>(new Random(8), layout.Count),
            [Draw.Uniform<float>(new Random(9), layout.First, 0.5), Draw.Uniform<float>(new Random(10), layout.Second, -0.5, 0.4), Draw.Uniform<float>(new Random(11), layout.Third, 0.3)]);
    }

    private static Outcome<T> Run<T, F>(F f, LearnedLayout layout, int parameters) where T : unmanaged, System.Numerics.INumberBase<T> where F : struct, ILearnedActivation
    {
        (float[] x, float[] g, float[][] p) = Inputs(layout);
        using Guarded<T> bx = new(To(x)), bg = new(To(g)), first = new(To(p[0])), second = new(To(p[1])), third = new(To(p[2]));
        using Guarded<T> y = new(x.Length), gx = new(x.Length), gp = new(layout.First), gq = new(layout.Second), gr = new(layout.Third);
        LearnedPass.Forward(f, bx.P, first.P, second.P, third.P, layout, y.P);
        LearnedPass.Backward(f, bg.P, bx.P, first.P, second.P, third.P, layout, gx.P, gp.P, parameters > 1 ? gq.P : null, parameters > 2 ? gr.P : null);
        return new(y.ToArray(), gx.ToArray(), [gp.ToArray(), gq.ToArray(), gr.ToArray()]);

        static T[] To(float[] values) => Array.ConvertAll(values, v => T.CreateTruncating(v));
    }

    private sealed record Outcome<T>(T[] Y, T[] Gx, T[][] Gp);
}
