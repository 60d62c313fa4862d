using System.Numerics;
using Nabla.Kernels.Attention;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Attention;

public unsafe class ScaledDotProductTests
{
    public enum Masking
    {
        None,
        Causal,
        Additive,
        Allowed,
        AllowedAndCausal,
    }

    public static TheoryData<AttentionShape, Masking> Cases => new()
    {
        { new(2, 5, 5, 8, 8), Masking.None },
        { new(3, 1, 70, 16, 16), Masking.None },
        { new(4, 1, 203, 19, 16, 2), Masking.None },
        { new(2, 3, 67, 64, 11), Masking.Additive },
        { new(2, 2, 5, 7, 3), Masking.Causal },
        { new(2, 100, 130, 24, 16), Masking.None },
        { new(2, 49, 65, 7, 5), Masking.Allowed },
        { new(1, 130, 130, 64, 64), Masking.Causal },
        { new(2, 100, 30, 8, 11), Masking.Causal },
        { new(2, 30, 100, 9, 16), Masking.Causal },
        { new(6, 97, 129, 16, 8), Masking.Additive },
        { new(1, 300, 290, 24, 20), Masking.Causal },
        { new(2, 290, 150, 16, 24), Masking.AllowedAndCausal },
        { new(2, 140, 270, 12, 32, 2), Masking.Additive },
        { new(4, 50, 66, 8, 8, 2), Masking.None },
        { new(6, 60, 60, 5, 3, 3), Masking.AllowedAndCausal },
        { new(1, 1, 1, 1, 1), Masking.None },
        { new(2, 3, 0, 4, 4), Masking.None },
        { new(2, 0, 3, 4, 4), Masking.None },
        { new(0, 3, 3, 4, 4), Masking.None },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Forward_and_backward_match_the_definition(AttentionShape shape, Masking masking)
    {
        Check<float>(shape, masking);
        Check<double>(shape, masking);
    }

    [Fact]
    public void A_query_that_sees_nothing_gives_zero_and_no_gradient()
    {
        var shape = new AttentionShape(1, 2, 3, 4, 4);
        double[] q = Draw.Uniform<double>(new Random(1), 8), k = Draw.Uniform<double>(new Random(2), 12);
        using Guarded<byte> allowed = new([0, 0, 0, 1, 1, 1]);
        var mask = new AttentionMask<double> { Allowed = allowed.P, QueryStride = 3, KeyStride = 1 };
        Outcome<double> o = Run(shape, q, k, k, Draw.Uniform<double>(new Random(3), 8), 1, mask);
        Assert.Equal([0, 0, 0, 0], o.Y[..4]);
        Assert.Equal(double.PositiveInfinity, o.LogSumExp[0]);
        Assert.Equal([0, 0, 0, 0], o.Gq[..4]);
        Assert.All(o.Gk, v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void NaN_stays_in_its_query()
    {
        var shape = new AttentionShape(1, 2, 3, 4, 4);
        float[] q = Draw.Uniform<float>(new Random(1), 8), k = Draw.Uniform<float>(new Random(2), 12);
        q[1] = float.NaN;
        Outcome<float> o = Run(shape, q, k, k, new float[8], 1, default);
        Assert.All(o.Y[..4], v => Assert.True(float.IsNaN(v)));
        Assert.All(o.Y[4..], v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        using Guarded<float> q = new([100, 0]), k = new([100, 0, -100, 0]), v = new([1, 2, 3, 4]), y = new(2), z = new(1);
        ScaledDotProduct.Forward(new(1, 1, 2, 2, 2), q.P, k.P, v.P, 1, default, y.P, z.P);
        Assert.Equal([1, 2], y.ToArray());
        Assert.Equal(10_000, z[0]);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        byte allowed = 1;
        float added = 0;
        var both = new AttentionMask<float> { Additive = &added, Allowed = &allowed };
        Assert.Throws<ArgumentException>(() => ScaledDotProduct.Forward<float>(new(1, 1, 1, 1, 1), null, null, null, 1, both, null, null));
        Assert.Throws<ArgumentException>(() => ScaledDotProduct.Forward<float>(new(3, 1, 1, 1, 1, 2), null, null, null, 1, default, null, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScaledDotProduct.Forward<float>(new(1, 1, 1, 0, 1), null, null, null, 1, default, null, null));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(5)]
    public void The_bits_do_not_depend_on_the_threads(int heads)
    {
        var shape = new AttentionShape(heads, 200, 170, 20, 16);
        float[] q = Draw.Uniform<float>(new Random(4), heads * 200 * 20), k = Draw.Uniform<float>(new Random(5), heads * 170 * 20);
        float[] v = Draw.Uniform<float>(new Random(6), heads * 170 * 16), g = Draw.Uniform<float>(new Random(7), heads * 200 * 16);
        foreach (bool causal in (bool[])[false, true])
        {
            ThreadCounts.SameBits(() =>
            {
                Outcome<float> o = Run(shape, q, k, v, g, 0.25, new AttentionMask<float> { Causal = causal });
                return (float[])[.. o.Y, .. o.LogSumExp, .. o.Gq, .. o.Gk, .. o.Gv];
            });
        }
    }

    private static void Check<T>(AttentionShape s, Masking masking) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(8);
        T[] q = Draw.Uniform<T>(random, s.Heads * s.Queries * s.Width), k = Draw.Uniform<T>(random, s.KeyHeads * s.Keys * s.Width);
        T[] v = Draw.Uniform<T>(random, s.KeyHeads * s.Keys * s.ValueWidth), gy = Draw.Uniform<T>(random, s.Heads * s.Queries * s.ValueWidth);
        // Additive: one mask per head of a sample, shared by the samples. Allowed: one row of keys per query, shared by all heads.
        T[] added = Draw.Uniform<T>(random, 2 * s.Queries * s.Keys);
        byte[] allowed = [.. Enumerable.Range(0, (int)(s.Queries * s.Keys)).Select(_ => (byte)random.Next(2))];
        using Guarded<T> ba = new(added);
        using Guarded<byte> bb = new(allowed);
        AttentionMask<T> mask = masking switch
        {
            Masking.Additive => new() { Additive = ba.P, Places = new(2, s.Queries * s.Keys), QueryStride = s.Keys, KeyStride = 1 },
            Masking.Allowed or Masking.AllowedAndCausal => new() { Allowed = bb.P, QueryStride = s.Keys, KeyStride = 1, Causal = masking == Masking.AllowedAndCausal },
            _ => new() { Causal = masking == Masking.Causal },
        };
        var reference = new AttentionReference(s, Close.Doubles<T>(q), Close.Doubles<T>(k), Close.Doubles<T>(v), 0.4, (h, i, j) =>
            masking is (Masking.Causal or Masking.AllowedAndCausal) && j > i ? double.NegativeInfinity
            : masking is Masking.Additive ? double.CreateTruncating(added[(h % 2 * s.Queries + i) * s.Keys + j])
            : masking is (Masking.Allowed or Masking.AllowedAndCausal) && allowed[i * s.Keys + j] == 0 ? double.NegativeInfinity : 0);
        reference.Run(Close.Doubles<T>(gy));
        Outcome<T> o = Run(s, q, k, v, gy, 0.4, mask);
        double tolerance = Close.Tolerance<T>();
        Close.To<T>(reference.Y, o.Y, tolerance, "y");
        Close.To<T>(reference.LogSumExp, o.LogSumExp, tolerance, "logSumExp");
        Close.To<T>(reference.Gv, o.Gv, tolerance, "gv");
        Close.To<T>(reference.Gq, o.Gq, tolerance, "gq");
        Close.To<T>(reference.Gk, o.Gk, tolerance, "gk");
    }

    private sealed record Outcome<T>(T[] Y, T[] LogSumExp, T[] Gq, T[] Gk, T[] Gv);

    private static Outcome<T> Run<T>(AttentionShape s, T[] q, T[] k, T[] v, T[] gy, double scale, AttentionMask<T> mask) where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Guarded<T> bq = new(q), bk = new(k), bv = new(v), bg = new(gy), y = new(gy.Length), z = new(s.Heads * s.Queries);
        using Guarded<T> gq = new(q.Length), gk = new(k.Length), gv = new(v.Length);
        ScaledDotProduct.Forward(s, bq.P, bk.P, bv.P, scale, mask, y.P, z.P);
        ScaledDotProduct.Backward(s, bq.P, bk.P, bv.P, y.P, z.P, bg.P, scale, mask, gq.P, gk.P, gv.P);
        return new(y.ToArray(), z.ToArray(), gq.ToArray(), gk.ToArray(), gv.ToArray());
    }
}
