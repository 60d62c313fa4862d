using System.Numerics;
using Nabla.Kernels.Reductions;
using Nabla.Kernels.Tests.Elementwise;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Reductions;

public unsafe class ReduceTests
{
    public static TheoryData<long[], bool[], int> Cases { get; } = new()
    {
        { [5, 7], [false, true], 0 }, { [5, 7], [true, false], 0 }, { [5, 7], [true, true], 0 }, { [5, 7], [false, false], 0 },
        { [3, 70, 5], [false, true, false], 0 }, { [3, 70, 5], [true, false, true], 0 }, { [130, 600], [true, false], 0 }, { [2, 3, 600], [true, true, false], 0 },
        { [3, 70, 5], [false, true, false], 1 }, { [40, 33], [true, false], 1 }, { [40, 33], [false, true], 1 }, { [], [], 0 }, { [4, 0], [false, true], 0 },
        { [2, 20000], [false, true], 0 }, { [1500, 9], [true, false], 0 }, { [2100, 3], [true, false], 2 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Floats_match_sums_in_double(long[] shape, bool[] reduced, int layout)
    {
        Check<float>(shape, reduced, layout);
        Check<double>(shape, reduced, layout);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Integers_are_widened_to_64_bits(long[] shape, bool[] reduced, int layout)
    {
        Whole<sbyte>(shape, reduced, layout);
        Whole<byte>(shape, reduced, layout);
        Whole<int>(shape, reduced, layout);
        Whole<long>(shape, reduced, layout);
    }

    [Fact]
    public void Every_length_adds_up()
    {
        for (int n = 0; n <= 67; n++)
        {
            float[] x = Draw.Uniform<float>(new Random(n), n);
            Assert.Equal(x.Sum(v => (double)v), One(default(SumKernel), x), 1e-5);
            Assert.Equal(x.Aggregate(1.0, (p, v) => p * v), One(default(ProductKernel), x), 1e-4 * Math.Max(1, Math.Abs(One(default(ProductKernel), x))));
            Assert.Equal(n == 0 ? double.NegativeInfinity : x.Max(), One(default(MaxKernel), x));
            Assert.Equal(n == 0 ? double.PositiveInfinity : x.Min(), One(default(MinKernel), x));
        }
    }

    [Fact]
    public void NaN_wins_wherever_it_stands()
    {
        for (int at = 0; at < 40; at++)
        {
            float[] x = new float[40];
            x[at] = float.NaN;
            Assert.True(double.IsNaN(One(default(MaxKernel), x)), $"{at}");
            Assert.True(double.IsNaN(One(default(MinKernel), x)), $"{at}");
            Assert.True(double.IsNaN(One(default(SumKernel), x)), $"{at}");
            Assert.True(double.IsNaN(One(default(NormMaxKernel), x)), $"{at}");
        }
    }

    [Fact]
    public void Large_sums_keep_their_digits()
    {
        float[] x = new float[3_000_000];
        Array.Fill(x, 0.1f);
        Assert.Equal(0.1f * 3e6, One(default(SumKernel), x), 0.2);
        for (int i = 0; i < x.Length; i++) x[i] = 10_000 + (i % 2);
        using Guarded<float> data = new(x), y = new(1);
        Reduce.Variance(data.P, [x.Length], [1], [true], 0, false, y.P);
        Assert.Equal(0.25, y[0], 1e-6);
    }

    [Fact]
    public void Any_and_all_see_every_byte()
    {
        for (int n = 0; n < 70; n++)
        {
            for (int at = 0; at <= n; at += 7)
            {
                byte[] none = new byte[n], full = Enumerable.Repeat((byte)200, n).ToArray();
                if (at < n) (none[at], full[at]) = (3, 0);
                Assert.Equal(at < n ? 1 : 0, Bits(default(AnyKernel), none));
                Assert.Equal(at < n ? 0 : 1, Bits(default(AllKernel), full));
            }
        }
    }

    [Fact]
    public void Log_sum_exp_survives_large_and_infinite_numbers()
    {
        double inf = double.PositiveInfinity;
        double[] x = [1000, 1000, 1000, -inf, -inf, -inf, inf, 0, 1, -1000, -1001, -inf];
        using Guarded<double> data = new(x), y = new(4);
        Reduce.LogSumExp(data.P, [4, 3], [3, 1], [false, true], y.P);
        Close.To<double>([1000 + Math.Log(3), -inf, inf, -1000 + Math.Log(1 + Math.Exp(-1))], y.ToArray(), 1e-15);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[] x = Draw.Uniform<float>(new Random(8), 500_003);
        ThreadCounts.SameBits(() =>
        {
            float[] y = new float[1 + 1000 + 500 + 77];
            fixed (float* p = x, q = y)
            {
                Reduce.Run(default(SumKernel), p, [x.Length], [1], [true], q);
                Reduce.Run(default(NormL2Kernel), p, [500, 1000], [1000, 1], [true, false], q + 1);
                Reduce.Run(default(LogSumExpKernel), p, [500, 1000], [1000, 1], [false, true], q + 1001);
                Reduce.Variance(p, [6000, 77], [77, 1], [true, false], 1, true, q + 1501);
            }
            return y;
        });
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        using Guarded<float> x = new([1, 2]), y = new(1);
        Assert.Throws<ArgumentException>(() => Reduce.Run(default(SumKernel), x.P, [2], [1, 1], [true], y.P));
        Assert.Throws<ArgumentException>(() => Reduce.Run(default(SumKernel), x.P, [2], [1], [true, false], y.P));
    }

    private static void Check<T>(long[] shape, bool[] reduced, int layout) where T : unmanaged, INumberBase<T>
    {
        long[] strides = Layout(shape, layout);
        using Guarded<T> x = new(Draw.Uniform<T>(new Random(6), PointwiseTests.Extent(shape, strides)), sizeof(T));
        List<double>[] groups = Groups(shape, reduced, at => double.CreateTruncating(x[PointwiseTests.Offset(at, strides)]));
        double tolerance = Close.Tolerance<T>();
        void Kernel<K>(K kernel, Func<List<double>, double> reference) where K : struct, IReduceKernel
        {
            using Guarded<T> y = new(groups.Length);
            Reduce.Run(kernel, x.P, shape, strides, reduced, y.P);
            Close.To<T>(Array.ConvertAll(groups, g => reference(g)), y.ToArray(), tolerance, K.Name);
        }
        Kernel(default(SumKernel), g => g.Sum());
        Kernel(default(MeanKernel), g => g.Sum() / g.Count);
        Kernel(default(MinKernel), g => g.Count == 0 ? double.PositiveInfinity : g.Min());
        Kernel(default(MaxKernel), g => g.Count == 0 ? double.NegativeInfinity : g.Max());
        Kernel(default(NormL1Kernel), g => g.Sum(Math.Abs));
        Kernel(default(NormL2Kernel), g => Math.Sqrt(g.Sum(v => v * v)));
        Kernel(new NormPKernel(3), g => Math.Cbrt(g.Sum(v => Math.Abs(v * v * v))));
        Kernel(default(NonZeroCountKernel), g => g.Count);
        using Guarded<T> variance = new(groups.Length), means = new(groups.Length), log = new(groups.Length);
        Reduce.Variance(x.P, shape, strides, reduced, 1, false, variance.P, means.P);
        Close.To<T>(Array.ConvertAll(groups, g => Spread(g)), variance.ToArray(), tolerance, "variance");
        Close.To<T>(Array.ConvertAll(groups, g => g.Sum() / g.Count), means.ToArray(), tolerance, "means");
        Reduce.LogSumExp(x.P, shape, strides, reduced, log.P);
        Close.To<T>(Array.ConvertAll(groups, g => Math.Log(g.Sum(Math.Exp))), log.ToArray(), tolerance, "logsumexp");
    }

    private static void Whole<T>(long[] shape, bool[] reduced, int layout) where T : unmanaged, IBinaryInteger<T>
    {
        long[] strides = Layout(shape, layout);
        using Guarded<T> x = new(Draw.Uniform<T>(new Random(7), PointwiseTests.Extent(shape, strides), -100, 127));
        List<long>[] groups = Groups(shape, reduced, at => long.CreateTruncating(x[PointwiseTests.Offset(at, strides)]));
        using Guarded<long> y = new(groups.Length);
        Reduce.Run(default(SumKernel), x.P, shape, strides, reduced, y.P);
        Assert.Equal(Array.ConvertAll(groups, g => g.Sum()), y.ToArray());
        Reduce.Run(default(ProductKernel), x.P, shape, strides, reduced, y.P);
        Assert.Equal(Array.ConvertAll(groups, g => g.Aggregate(1L, (p, v) => unchecked(p * v))), y.ToArray());
        Reduce.Run(default(NonZeroCountKernel), x.P, shape, strides, reduced, y.P);
        Assert.Equal(Array.ConvertAll(groups, g => g.LongCount(v => v != 0)), y.ToArray());
        if (groups.Any(g => g.Count == 0)) return;
        using Guarded<T> extreme = new(groups.Length);
        Reduce.Run(default(MaxKernel), x.P, shape, strides, reduced, extreme.P);
        Assert.Equal(Array.ConvertAll(groups, g => T.CreateTruncating(g.Max())), extreme.ToArray());
        Reduce.Run(default(MinKernel), x.P, shape, strides, reduced, extreme.P);
        Assert.Equal(Array.ConvertAll(groups, g => T.CreateTruncating(g.Min())), extreme.ToArray());
    }

    private static double Spread(List<double> g)
    {
        double mean = g.Sum() / g.Count;
        return g.Sum(v => (v - mean) * (v - mean)) / Math.Max(0, g.Count - 1);
    }

    // 0 row-major, 1 column-major, 2 with gaps.
    internal static long[] Layout(long[] shape, int layout)
    {
        long[] strides = Draw.Strides(shape);
        if (layout == 1)
        {
            strides = Draw.Strides([.. shape.Reverse()]);
            Array.Reverse(strides);
        }
        return layout == 2 ? Array.ConvertAll(strides, s => 2 * s) : strides;
    }

    internal static List<TValue>[] Groups<TValue>(long[] shape, bool[] reduced, Func<long[], TValue> read)
    {
        long[] kept = [.. shape.Where((_, d) => !reduced[d])];
        List<TValue>[] groups = new List<TValue>[kept.Aggregate(1L, (p, s) => p * s)];
        for (int i = 0; i < groups.Length; i++) groups[i] = [];
        foreach (long[] at in PointwiseTests.Indices(shape))
        {
            long group = 0;
            for (int d = 0; d < shape.Length; d++) if (!reduced[d]) group = (group * shape[d]) + at[d];
            groups[group].Add(read(at));
        }
        return groups;
    }

    private static double One<K>(K kernel, float[] x) where K : struct, IReduceKernel
    {
        using Guarded<float> data = new(x), y = new(1);
        Reduce.Run(kernel, data.P, [x.Length], [1], [true], y.P);
        return y[0];
    }

    private static byte Bits<K>(K kernel, byte[] x) where K : struct, IReduceKernel
    {
        using Guarded<byte> data = new(x), y = new(1);
        Reduce.Run(kernel, data.P, [x.Length], [1], [true], y.P);
        return y[0];
    }
}
