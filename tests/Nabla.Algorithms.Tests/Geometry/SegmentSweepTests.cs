using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Intersections;
using Nabla.Algorithms.Geometry.Sweeps;

namespace Nabla.Algorithms.Tests.Geometry;

public class SegmentSweepTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Finds_exactly_the_pairs_that_brute_force_finds(int kind)
    {
        var inputs = new Inputs(31);
        for (int round = 0; round < 25; round++)
        {
            Segment[] segments = inputs.Segments(kind, 1 + inputs.Int(40));
            var expected = new HashSet<(int, int)>();
            for (int i = 0; i < segments.Length; i++)
                for (int j = i + 1; j < segments.Length; j++)
                    if (Intersect.Touch(segments[i], segments[j]))
                        expected.Add((i, j));
            var found = new HashSet<(int, int)>();
            IReadOnlyList<SharedPoint> shared = SegmentSweep.Intersections(segments);
            foreach (SharedPoint point in shared)
                foreach (int i in point.Segments)
                    foreach (int j in point.Segments)
                        if (i < j)
                        {
                            found.Add((i, j));
                            SegmentIntersection pair = Intersect.Segments(segments[i], segments[j]);
                            double reach = segments[i].Length + segments[j].Length;
                            Assert.True(pair.First.DistanceTo(point.Point) <= 1e-9 * reach || pair.Kind == IntersectionKind.Overlap);
                        }

            Assert.Equal(expected.Order(), found.Order());
            Assert.Equal(expected.Count > 0, SegmentSweep.Any(segments));
        }
    }

    [Fact]
    public void Concurrent_segments_share_one_point()
    {
        Segment[] star = [.. Enumerable.Range(-5, 11).Select(i => new Segment((-10, -i), (10, i))), new((0, -3), (0, 3))];
        SharedPoint center = Assert.Single(SegmentSweep.Intersections(star));
        Assert.Equal(new Point2(0, 0), center.Point);
        Assert.Equal(Enumerable.Range(0, 12), center.Segments);
    }

    [Fact]
    public void Overlaps_report_their_ends_and_points_count_as_segments()
    {
        Segment[] segments = [new((0, 0), (4, 0)), new((2, 0), (6, 0)), new((3, 0), (3, 0)), new((5, 1), (5, 2))];
        IReadOnlyList<SharedPoint> shared = SegmentSweep.Intersections(segments);
        Assert.Equal([new Point2(2, 0), new Point2(3, 0), new Point2(4, 0)], shared.Select(s => s.Point));
        Assert.Equal([0, 1, 2], shared[1].Segments);
        Assert.False(SegmentSweep.Any([segments[0], segments[3]]));
    }
}
