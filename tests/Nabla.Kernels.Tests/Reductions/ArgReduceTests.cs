using Nabla.Kernels.Reductions;
using Nabla.Kernels.Tests.Elementwise;
using Nabla.Kernels.Tests.Support;

namespace Nabla.Kernels.Tests.Reductions;

public unsafe class ArgReduceTests
{
    [Theory, MemberData(nameof(ReduceTests.Cases), MemberType = typeof(ReduceTests))]
    public void The_first_extreme_is_found_and_NaN_wins(long[] shape, bool[] reduced, int layout)
    {
        if (shape.Contains(0)) return;
        long[] strides = ReduceTests.Layout(shape, layout);
        long extent = PointwiseTests.Extent(shape, strides);
        foreach (bool withNaN in (bool[])[false, true])
        {
            // Few distinct values, so that ties are common.
            float[] values = Array.ConvertAll(Draw.Integers(new Random(3), extent, -9, 9), v => (float)v);
            if (withNaN) for (int i = 5; i < extent; i += 11) values[i] = float.NaN;
            using Guarded<float> x = new(values);
            List<float>[] groups = ReduceTests.Groups(shape, reduced, at => values[PointwiseTests.Offset(at, strides)]);
            foreach (bool largest in (bool[])[false, true])
            {
                using Guarded<long> index = new(groups.Length);
                using Guarded<float> best = new(groups.Length);
                ArgReduce.Run(x.P, shape, strides, reduced, largest, index.P, best.P);
                for (int g = 0; g < groups.Length; g++)
                {
                    int expected = Expected(groups[g], largest);
                    Assert.Equal(expected, index[g]);
                    Assert.Equal(groups[g][expected], best[g]);
                }
            }
        }
    }

    [Fact]
    public void Integers_work_too()
    {
        using Guarded<int> x = new([3, -1, 7, 7, -1, 2]);
        using Guarded<long> index = new(2);
        ArgReduce.Run(x.P, [2, 3], [3, 1], [false, true], true, index.P);
        Assert.Equal([2, 0], index.ToArray());
        ArgReduce.Run(x.P, [6], [1], [true], false, index.P);
        Assert.Equal(1, index[0]);
    }

    [Fact]
    public void Nothing_to_choose_from_is_an_error()
    {
        using Guarded<int> x = new(1);
        using Guarded<long> index = new(1);
        Assert.Throws<ArgumentException>(() => ArgReduce.Run(x.P, [1, 0], [1, 1], [false, true], true, index.P));
    }

    private static int Expected(List<float> group, bool largest)
    {
        int best = 0;
        for (int i = 1; i < group.Count; i++)
        {
            if (float.IsNaN(group[best])) break;
            if (float.IsNaN(group[i]) || (largest ? group[i] > group[best] : group[i] < group[best])) best = i;
        }
        return best;
    }
}
