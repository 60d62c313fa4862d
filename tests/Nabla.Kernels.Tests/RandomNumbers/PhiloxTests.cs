using Nabla.Kernels.RandomNumbers;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.RandomNumbers;

public unsafe class PhiloxTests
{
    [Fact]
    public void Known_answers_of_the_paper()
    {
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Block(0, 0, 0));
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), Philox.Block(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue));
        Assert.Equal((0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u), Philox.Block(0x299f31d0a4093822, 0x85a308d3243f6a88, 0x0370734413198a2e));
    }

    [Fact]
    public void An_element_depends_on_its_number_alone()
    {
        foreach (int n in (int[])[1, 2, 3, 255, 256, 257, 1000])
        {
            using Guarded<float> part = new(n), whole = new(1000);
            RandomFill.Normal(part.P, n, 1, 2, 11, 3);
            RandomFill.Normal(whole.P, 1000, 1, 2, 11, 3);
            Assert.Equal(whole.ToArray()[..n], part.ToArray());
        }
        ThreadCounts.SameBits(() => Filled<float>((p, n) => RandomFill.Normal(p, n, 0, 1, 5, 0)));
        ThreadCounts.SameBits(() => Filled<double>((p, n) => RandomFill.Uniform(p, n, 0, 1, 5, 0)));
        ThreadCounts.SameBits(() => Filled<int>((p, n) => RandomFill.Integers(p, n, -3, 9, 5, 0)));
    }

    [Fact]
    public void Streams_and_seeds_differ()
    {
        double[] a = Filled<double>((p, n) => RandomFill.Uniform(p, n, 0, 1, 5, 0)), b = Filled<double>((p, n) => RandomFill.Uniform(p, n, 0, 1, 5, 1));
        double[] c = Filled<double>((p, n) => RandomFill.Uniform(p, n, 0, 1, 6, 0));
        Assert.DoesNotContain(true, a.Zip(b, (x, y) => x == y));
        Assert.DoesNotContain(true, a.Zip(c, (x, y) => x == y));
    }

    [Fact]
    public void Moments_are_those_of_the_distributions()
    {
        Moments(Filled<float>((p, n) => RandomFill.Uniform(p, n, -1, 3, 1, 0)), 1, 16 / 12.0);
        Moments(Filled<float>((p, n) => RandomFill.Normal(p, n, 2, 3, 2, 0)), 2, 9);
        Moments(Array.ConvertAll(Filled<double>((p, n) => RandomFill.Normal(p, n, 2, 3, 2, 0)), v => (float)v), 2, 9);
        Moments(Filled<float>((p, n) => RandomFill.Bernoulli(p, n, 0.3, 3, 0)), 0.3, 0.21);
        Moments(Array.ConvertAll(Filled<long>((p, n) => RandomFill.Integers(p, n, -2, 3, 4, 0)), v => (float)v), 0, 2);
        Assert.All(Filled<long>((p, n) => RandomFill.Integers(p, n, -2, 3, 4, 0)), v => Assert.InRange(v, -2, 2));
        Assert.All(Filled<float>((p, n) => RandomFill.Uniform(p, n, 0, 1, 1, 0)), v => Assert.True(v is >= 0 and < 1));
        Assert.All(Filled<byte>((p, n) => RandomFill.Bernoulli(p, n, 1, 1, 0)), v => Assert.Equal(1, v));
    }

    [Fact]
    public void Bad_parameters_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomFill.Bernoulli<float>(null, 0, 1.5, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomFill.Bernoulli<float>(null, 0, double.NaN, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomFill.Integers<long>(null, 0, 3, 3, 0, 0));
    }

    private delegate void Filler<T>(T* target, long count) where T : unmanaged;

    private static T[] Filled<T>(Filler<T> fill) where T : unmanaged
    {
        using Guarded<T> y = new(40_003);
        fill(y.P, y.Count);
        return y.ToArray();
    }

    private static void Moments(float[] x, double mean, double variance)
    {
        double average = x.Average(v => (double)v), spread = x.Average(v => (v - average) * (v - average));
        Assert.Equal(mean, average, 5 * Math.Sqrt(variance / x.Length));
        Assert.Equal(variance, spread, 0.04 * variance);
    }
}
