using Nabla.Kernels.Optimizers;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Optimizers;

/// <summary>Rules at every length and thread count, and the code that stores numbers in bytes.</summary>
public class StepRuleTests
{
    [Fact]
    public void The_bits_depend_neither_on_the_threads_nor_on_the_length()
    {
        RmsPropRule rule = new(0.1, 0.9, 1e-8, 0.01, 0.9, true, false);
        float[] p = Draw.Uniform<float>(new Random(1), 70_001), g = Draw.Uniform<float>(new Random(2), 70_001);
        ThreadCounts.SameBits(() =>
        {
            float[] parameters = [.. p], a = [.. g], b = new float[p.Length], c = new float[p.Length];
            for (int i = 0; i < a.Length; i++) a[i] = Math.Abs(a[i]) + 1;
            FusedStep.Run(parameters, g, a, b, c, rule);
            return (float[])[.. parameters, .. a, .. b, .. c];
        });
        for (int length = 0; length <= 67; length++)
        {
            float[] whole = [.. p[..length]], single = [.. whole], a = new float[length], b = new float[length];
            FusedStep.Run(whole, g.AsSpan(0, length), a, default, default, new LionRule(0.1, 0.9, 0.99, 0.1, true));
            for (int i = 0; i < length; i++) FusedStep.Run(single.AsSpan(i, 1), g.AsSpan(i, 1), b.AsSpan(i, 1), default, default, new LionRule(0.1, 0.9, 0.99, 0.1, true));
            Assert.Equal(whole, single);
            Assert.Equal(a, b);
        }
        Assert.Throws<ArgumentException>(() => FusedStep.Run(new float[3], new float[2], default, default, default, new AverageRule(0.1)));
        Assert.Throws<ArgumentException>(() => FusedStep.Run(new float[3], new float[3], new float[2], default, default, new AverageRule(0.1)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void The_nearest_code_is_found(bool signed)
    {
        DynamicCode code = signed ? DynamicCode.Signed : DynamicCode.Unsigned;
        float[] values = code.Values.ToArray();
        Assert.Equal(256, values.Distinct().Count());
        Assert.Equal(values.Order(), values);
        Assert.Equal(0, values[code.Zero]);
        Assert.Equal(1, values[255]);
        for (int i = 0; i < 256; i++) Assert.Equal(i, code.Nearest(values[i]));
        Random random = new(3);
        for (int i = 0; i < 20_000; i++)
        {
            float x = (float)(Math.Pow(10, -8 * random.NextDouble()) * (signed && random.Next(2) == 0 ? -1 : 1));
            float found = values[code.Nearest(x)], best = values.MinBy(value => Math.Abs((double)value - x));
            Assert.True(Math.Abs(found - x) <= Math.Abs(best - x) * (1 + 1e-5f), $"{x}: {found}, nearest is {best}");
        }
        Assert.Equal(code.Zero, code.Nearest(float.NaN));
        Assert.Equal(255, code.Nearest(2));
        Assert.Equal(signed ? 0 : code.Zero, code.Nearest(-2));
    }

    [Fact]
    public unsafe void Eight_bits_follow_float32_within_a_few_percent_of_a_step()
    {
        const int N = 1000;
        float[] p = Draw.Uniform<float>(new Random(1), N), q = [.. p], m = new float[N], s = new float[N], scale = new float[4], other = new float[4];
        byte[] a = new byte[N], b = new byte[N];
        Array.Fill(a, DynamicCode.Signed.Zero);
        Array.Fill(b, DynamicCode.Unsigned.Zero);
        AdamSettings settings = new(0.01, WeightDecay: 0.1, Decoupled: true);
        for (int step = 1; step <= 20; step++)
        {
            float[] g = Draw.Uniform<float>(new Random(10 + step), N);
            AdamStep.Run(p, g, m, s, default, step, settings);
            fixed (float* pq = q, pg = g, x = scale, y = other)
            fixed (byte* pa = a, pb = b)
                EightBitAdamStep.Run(pq, pg, pa, pb, x, y, N, 256, step, settings);
        }
        double worst = p.Zip(q, (u, v) => Math.Abs(u - v)).Max(), mean = p.Zip(q, (u, v) => Math.Abs(u - v)).Average();
        Assert.True(worst < 0.02 && mean < 0.001, $"worst {worst}, mean {mean}");
    }
}
