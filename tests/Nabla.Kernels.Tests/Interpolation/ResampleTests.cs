using Nabla.Kernels.Interpolation;

namespace Nabla.Kernels.Tests.Interpolation;

/// <summary>Resampling tables and the kernel that applies them, against plain loops in float64.</summary>
public unsafe class ResampleTests
{
    public static TheoryData<ResampleFilter, bool> Filters
    {
        get
        {
            TheoryData<ResampleFilter, bool> rows = [];
            foreach (ResampleFilter filter in Enum.GetValues<ResampleFilter>())
            {
                rows.Add(filter, false);
                if (filter is ResampleFilter.Linear or ResampleFilter.Cubic) rows.Add(filter, true);
            }
            return rows;
        }
    }

    [Theory, MemberData(nameof(Filters))]
    public void Weights_of_an_output_add_up_to_one(ResampleFilter filter, bool antialias)
    {
        foreach ((int from, int to) in ((int, int)[])[(1, 1), (1, 7), (7, 1), (5, 13), (13, 5), (6, 6), (64, 63)])
        {
            foreach (bool align in (bool[])[false, true])
                Assert.All(Apply(ResampleTables.Create(filter, from, to, align, null, antialias), [.. Enumerable.Repeat(1.0, from)], 1, 1), v => Assert.Equal(1, v, 1e-12));
        }
    }

    [Theory, MemberData(nameof(Filters))]
    public void Transposed_table_is_the_adjoint(ResampleFilter filter, bool antialias)
    {
        Random random = new(1);
        ResampleTable table = ResampleTables.Create(filter, 9, 14, false, null, antialias);
        double[] x = Draw(random, 9), y = Draw(random, 14), ax = Apply(table, x, 1, 1), ay = Apply(table.Transposed, y, 1, 1);
        Assert.Equal(ax.Zip(y).Sum(p => p.First * p.Second), ay.Zip(x).Sum(p => p.First * p.Second), 1e-12);
        Assert.Equal((9, 14, 14, 9), (table.Inputs, table.Outputs, table.Transposed.Inputs, table.Transposed.Outputs));
    }

    [Fact]
    public void Every_length_of_rows_and_both_types_agree_with_loops()
    {
        Random random = new(2);
        ResampleTable table = ResampleTables.Create(ResampleFilter.Cubic, 5, 8);
        for (int inner = 1; inner <= 67; inner++)
        {
            double[] x = Draw(random, 3 * 5 * inner), expected = new double[3 * 8 * inner];
            for (int o = 0; o < 3; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    double[] line = [.. Enumerable.Range(0, 5).Select(k => x[(((o * 5) + k) * inner) + i])], y = Apply(table, line, 1, 1);
                    for (int j = 0; j < 8; j++) expected[(((o * 8) + j) * inner) + i] = y[j];
                }
            }
            double[] actual = Apply(table, x, 3, inner);
            for (int n = 0; n < expected.Length; n++) Assert.Equal(expected[n], actual[n], 1e-13);
            float[] narrow = Array.ConvertAll(x, v => (float)v), single = new float[expected.Length];
            fixed (float* p = narrow, q = single) Resample.Run(p, q, 3, inner, table);
            for (int n = 0; n < expected.Length; n++) Assert.Equal(expected[n], single[n], 2e-6);
        }
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(150, 67)]
    [InlineData(40, 200)]
    public void Lines_give_the_same_bits_alone_and_together(int from, int to)
    {
        Random random = new(3);
        foreach (bool antialias in (bool[])[false, true])
        {
            ResampleTable table = ResampleTables.Create(ResampleFilter.Linear, from, to, false, null, antialias);
            foreach (int lines in (int[])[1, 3, 4, 7, 8, 9, 16, 21])
            {
                float[] x = [.. Draw(random, lines * from).Select(v => (float)v)], together = new float[lines * to], alone = new float[lines * to];
                fixed (float* p = x, q = together, r = alone)
                {
                    Resample.Run(p, q, lines, 1, table);
                    for (int line = 0; line < lines; line++) Resample.Run(p + (line * from), r + (line * to), 1, 1, table);
                }
                Assert.Equal(alone, together);
            }
        }
    }

    [Fact]
    public void Outputs_without_taps_are_zero()
    {
        ResampleTable table = new(2, [0, 1, 1, 2], [1, 0], [2, 3]);
        Assert.Equal([10.0, 0, 12], Apply(table, [4, 5], 1, 1));
        Assert.Equal([6, 8, 0, 0, 3.0, 6], Apply(table, [1, 2, 3, 4], 1, 2));
    }

    [Fact]
    public void Tables_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new ResampleTable(2, [0, 1], [2], [1]));
        Assert.Throws<ArgumentException>(() => new ResampleTable(2, [0, 2], [1], [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ResampleTables.Create(ResampleFilter.Linear, 0, 3));
    }

    private static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 4) - 2)];

    private static double[] Apply(ResampleTable table, double[] x, long outer, long inner)
    {
        double[] y = new double[outer * table.Outputs * inner];
        fixed (double* p = x, q = y) Resample.Run(p, q, outer, inner, table);
        return y;
    }
}
