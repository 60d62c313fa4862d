using System.Numerics;
using Nabla.Kernels.Attention;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Attention;

public unsafe class AttentionDropoutTests
{
    public static TheoryData<AttentionShape, bool> Cases => new()
    {
        { new(2, 5, 5, 8, 8), false },
        { new(2, 49, 65, 7, 5), true },
        { new(2, 100, 130, 24, 16), false },
        { new(4, 50, 66, 8, 8, 2), true },
        { new(1, 1, 70, 16, 16), false },
        { new(1, 140, 200, 8, 12), false },
        { new(1, 200, 150, 12, 8), true },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Forward_and_backward_match_the_definition(AttentionShape shape, bool causal)
    {
        Check<float>(shape, causal);
        Check<double>(shape, causal);
    }

    [Fact]
    public void The_rate_is_kept_and_streams_differ()
    {
        const int Rows = 300, Keys = 130;
        float[] a = Factors<float>(new AttentionDropout(0.3, 5, 0), Rows, Keys), again = Factors<float>(new AttentionDropout(0.3, 5, 0), Rows, Keys), b = Factors<float>(new AttentionDropout(0.3, 5, 1), Rows, Keys);
        Assert.Equal(a, again);
        Assert.NotEqual(a, b);
        Assert.All(a, f => Assert.True(f is 0 or (float)(1 / 0.7)));
        Assert.Equal(0.3, a.Count(f => f == 0) / (double)a.Length, 0.01);
        Assert.Equal([.. a.Select(f => f == 0)], Factors<double>(new AttentionDropout(0.3, 5, 0), Rows, Keys).Select(f => f == 0));
        Assert.All(Factors<float>(default, 3, 70), f => Assert.Equal(1, f));
        Assert.All(Factors<float>(new AttentionDropout(1, 5, 0), 3, 70), f => Assert.Equal(0, f));
    }

    [Theory, InlineData(1), InlineData(5)]
    public void The_bits_do_not_depend_on_the_threads(int heads)
    {
        var shape = new AttentionShape(heads, 200, 170, 20, 16);
        float[] q = Draw.Uniform<float>(new Random(4), heads * 200 * 20), k = Draw.Uniform<float>(new Random(5), heads * 170 * 20);
        float[] v = Draw.Uniform<float>(new Random(6), heads * 170 * 16), g = Draw.Uniform<float>(new Random(7), heads * 200 * 16);
        ThreadCounts.SameBits(() =>
        {
            (float[] y, float[] gq, float[] gk, float[] gv) = Run(shape, q, k, v, g, new AttentionMask<float> { Dropout = new(0.2, 3, 4) });
            return (float[])[.. y, .. gq, .. gk, .. gv];
        });
    }

    private static void Check<T>(AttentionShape s, bool causal) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(9);
        T[] q = Draw.Uniform<T>(random, s.Heads * s.Queries * s.Width), k = Draw.Uniform<T>(random, s.KeyHeads * s.Keys * s.Width);
        T[] v = Draw.Uniform<T>(random, s.KeyHeads * s.Keys * s.ValueWidth), gy = Draw.Uniform<T>(random, s.Heads * s.Queries * s.ValueWidth);
        AttentionDropout dropout = new(0.25, 11, 2);
        double[] factors = Factors<double>(dropout, s.Heads * s.Queries, s.Keys);
        var reference = new AttentionReference(
            s, Close.Doubles<T>(q), Close.Doubles<T>(k), Close.Doubles<T>(v), 0.4, (h, i, j) => causal && j > i ? double.NegativeInfinity : 0, (h, i, j) => factors[(((h * s.Queries) + i) * s.Keys) + j]);
        reference.Run(Close.Doubles<T>(gy));
        (T[] y, T[] gq, T[] gk, T[] gv) = Run(s, q, k, v, gy, new AttentionMask<T> { Causal = causal, Dropout = dropout });
        double tolerance = Close.Tolerance<T>();
        Close.To<T>(reference.Y, y, tolerance, "y");
        Close.To<T>(reference.Gv, gv, tolerance, "gv");
        Close.To<T>(reference.Gq, gq, tolerance, "gq");
        Close.To<T>(reference.Gk, gk, tolerance, "gk");
    }

    private static T[] Factors<T>(AttentionDropout dropout, long rows, long keys) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Guarded<T> factors = new((int)(rows * keys));
        ScaledDotProduct.DropoutFactors(dropout, rows, keys, factors.P);
        return factors.ToArray();
    }

    private static (T[] Y, T[] Gq, T[] Gk, T[] Gv) Run<T>(AttentionShape s, T[] q, T[] k, T[] v, T[] gy, AttentionMask<T> mask) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Guarded<T> bq = new(q), bk = new(k), bv = new(v), bg = new(gy), y = new(gy.Length), z = new(s.Heads * s.Queries);
        using Guarded<T> gq = new(q.Length), gk = new(k.Length), gv = new(v.Length);
        ScaledDotProduct.Forward(s, bq.P, bk.P, bv.P, 0.4, mask, y.P, z.P);
        ScaledDotProduct.Backward(s, bq.P, bk.P, bv.P, y.P, z.P, bg.P, 0.4, mask, gq.P, gk.P, gv.P);
        return (y.ToArray(), gq.ToArray(), gk.ToArray(), gv.ToArray());
    }
}
