using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Proximity;

namespace Nabla.Algorithms.Tests.Geometry;

public class ProximityTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Closest_pair_equals_brute_force(int kind)
    {
        var inputs = new Inputs(71);
        for (int round = 0; round < 60; round++)
        {
            Point2[] points = inputs.Points(kind, 2 + inputs.Int(200));
            double brute = double.PositiveInfinity;
            for (int i = 0; i < points.Length; i++)
                for (int j = 0; j < i; j++)
                    brute = Math.Min(brute, points[i].DistanceTo(points[j]));
            (int first, int second, double distance) = ClosestPair.Find(points);
            Assert.Equal(brute, distance, 1e-14 * brute);
            Assert.True(first < second);
            Assert.Equal(distance, points[first].DistanceTo(points[second]));
        }

        Assert.Throws<ArgumentException>("points", () => ClosestPair.Find([(0, 0)]));
        Assert.Equal((0, 1, 0), ClosestPair.Find([(2, 2), (2, 2), (2, 2)]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Kd_tree_equals_brute_force(int dimension)
    {
        var inputs = new Inputs(72);
        for (int round = 0; round < 20; round++)
        {
            int n = 1 + inputs.Int(300);
            // Every other round on a coarse grid: many equal points and equal distances.
            double[] x = [.. Enumerable.Range(0, n * dimension).Select(_ => round % 2 == 0 ? inputs.Unit() : inputs.Int(5))];
            var tree = new KdTree(x, dimension);
            double[] query = [.. Enumerable.Range(0, dimension).Select(_ => inputs.Unit() * 2)];
            double[] all = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(query.Select((q, d) => (x[(i * dimension) + d] - q) * (x[(i * dimension) + d] - q)).Sum()))];
            int k = Math.Min(n, 1 + inputs.Int(12));
            var indices = new int[k];
            var distances = new double[k];
            tree.Nearest(query, indices, distances);
            Assert.Equal(k, indices.Distinct().Count());
            Assert.Equal(all.Order().Take(k).ToArray(), distances);
            Assert.Equal(indices.Select(i => all[i]), distances);
            Assert.Equal(distances[0], tree.Nearest(query).Distance);
            double radius = all.Order().ElementAt(n / 3);
            Assert.Equal(Enumerable.Range(0, n).Where(i => all[i] <= radius), tree.Within(query, radius));
            double[] min = [.. query.Select(q => q - 0.7)], max = [.. query.Select(q => q + 1.1)];
            Assert.Equal(
                Enumerable.Range(0, n).Where(i => Enumerable.Range(0, dimension).All(d => x[(i * dimension) + d] >= min[d] && x[(i * dimension) + d] <= max[d])),
                tree.Range(min, max));
        }
    }

    [Fact]
    public void Range_tree_equals_brute_force()
    {
        var inputs = new Inputs(73);
        for (int round = 0; round < 60; round++)
        {
            Point2[] points = inputs.Points(round % 3, inputs.Int(200));
            var tree = new RangeTree(points);
            var kd = new KdTree(points);
            for (int i = 0; i < 10; i++)
            {
                Point2 a = inputs.Point(round % 3), b = inputs.Point(round % 3);
                Box box = new Segment(a, b).Bounds;
                int[] expected = [.. Enumerable.Range(0, points.Length).Where(j => box.Contains(points[j]))];
                Assert.Equal(expected, tree.Report(box));
                Assert.Equal(expected.Length, tree.Count(box));
                Assert.Equal(expected, kd.Range(box));
            }

            var everything = new Box((double.NegativeInfinity, double.NegativeInfinity), (double.PositiveInfinity, double.PositiveInfinity));
            Assert.Equal(points.Length, tree.Count(everything));
        }
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Throws<ArgumentException>("coordinates", () => new KdTree([1.0, 2, 3], 2));
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => new KdTree([1.0], 0));
        Assert.Throws<ArgumentException>("query", () => new KdTree([1.0, 2], 2).Nearest([1.0]));
        Assert.Throws<ArgumentException>("indices", () => new KdTree([1.0, 2], 2).Nearest([1.0, 2], new int[2], new double[2]));
        Assert.Throws<InvalidOperationException>(() => new KdTree(ReadOnlySpan<Point2>.Empty).Nearest((0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>("radius", () => new KdTree([1.0, 2], 2).Within([1.0, 2], -1));
    }
}
