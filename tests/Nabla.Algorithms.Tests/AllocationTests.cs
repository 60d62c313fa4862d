using Nabla.Algorithms.Combinatorics;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Boxes;
using Nabla.Algorithms.Geometry.Circles;
using Nabla.Algorithms.Geometry.Clipping;
using Nabla.Algorithms.Geometry.Hulls;
using Nabla.Algorithms.Geometry.Meshes;
using Nabla.Algorithms.Geometry.Polygons;
using Nabla.Algorithms.Geometry.Proximity;
using Nabla.Algorithms.Geometry.Simplification;
using Nabla.Algorithms.Heaps;
using Nabla.Algorithms.Sequences;
using Nabla.Algorithms.Sorting;
using Sorter = Nabla.Algorithms.Sorting.Sorting;

namespace Nabla.Algorithms.Tests;

/// <summary>Calls that read spans and write spans allocate nothing once the pools are warm.</summary>
public class AllocationTests
{
    private static readonly int[] Keys = [.. Enumerable.Range(0, 3000).Select(i => (i * 7919) % 3001)];
    private static readonly int[] Items = new int[3000];
    private static readonly int[] Positions = new int[3000];
    private static readonly float[] Reals = [.. Keys.Select(k => (float)k)];
    private static readonly double[] Wide = [.. Keys.Select(k => k * 0.5)];
    private static readonly double[] Halves = new double[3000];
    private static readonly float[] Results = new float[3000];
    private static readonly Point2[] Points = [.. Keys.Select((k, i) => new Point2(k, (i * 31) % 2999))];
    private static readonly Point2[] Room = new Point2[3100];
    private static readonly Point2[] Square = [(500, 500), (2500, 500), (2500, 2500), (500, 2500)];
    private static readonly Point2[] Comb = [(0, 0), .. Enumerable.Range(0, 100).Select(i => new Point2(100 - i, 1 + (i % 2 * 9)))];
    private static readonly RotatedBox[] Tilted = [.. Enumerable.Range(0, 200).Select(i => new RotatedBox(i % 20, i / 20, 1.5, 1, i))];
    private static readonly HalfPlane[] Borders = [.. Enumerable.Range(0, 50).Select(i => new HalfPlane(Math.Cos(i), Math.Sin(i), 2000))];
    private static readonly ReadOnlyMemory<int>[] Runs = [.. Enumerable.Range(0, 6).Select(i => (ReadOnlyMemory<int>)Enumerable.Range(i * 10, 500).ToArray())];
    private static readonly KdTree Tree = new(Points);
    private static readonly int[] Weights = [3, 1, 4, 1, 5, 9, 2, 6];
    private static readonly int[] Best = new int[101];
    private static readonly ulong[] Sums = new ulong[SubsetSum.Words(100)];

    public static TheoryData<string, Action> Calls => new()
    {
        { "Sorting.Sort int", () => Sorter.Sort<int>(Copy(Keys, Items)) },
        { "Sorting.Sort float", () => Sorter.Sort<float>(Copy(Reals, Results)) },
        { "Sorting.Select", () => Sorter.Select<int>(Copy(Keys, Items), 1500) },
        { "Sorting.PartialSort", () => Sorter.PartialSort<int>(Copy(Keys, Items), 100) },
        { "RadixSort.ArgSort", () => RadixSort.ArgSort<double>(Wide, Positions) },
        { "RadixSort.Sort with items", () => RadixSort.Sort<int, int>(Copy(Keys, Items), Positions) },
        { "RadixSort.SortInPlace", () => RadixSort.SortInPlace<int>(Copy(Keys, Items)) },
        { "CountingSort.Sort", () => CountingSort.Sort<int>(Copy(Keys, Items)) },
        { "MergeSort.Sort", () => MergeSort.Sort<int>(Copy(Keys, Items)) },
        { "Heap.Heapify", () => Heap.Heapify<int>(Copy(Keys, Items)) },
        { "Heap.Largest", () => Heap.Largest<int>(Keys, Items.AsSpan(0, 50)) },
        { "Merging.Merge", () => Merging.Merge(Runs[0].Span, Runs[1].Span, Items.AsSpan(0, 1000)) },
        { "Merging.MergeMany", () => Merging.MergeMany(Runs, Items) },
        { "MaximumGap", () => MaximumGap.OfIntegers<int>(Keys) },
        { "SlidingWindow.Max 7", () => SlidingWindow.Max<float>(Reals, 7, Results.AsSpan(0, 2994)) },
        { "SlidingWindow.Max 1000", () => SlidingWindow.Max<float>(Reals, 1000, Results.AsSpan(0, 2001)) },
        { "SlidingWindow.Sum", () => SlidingWindow.Sum<float>(Reals, 100, Results.AsSpan(0, 2901)) },
        { "SlidingWindow.Mean", () => SlidingWindow.Mean<float>(Reals, 100, Results.AsSpan(0, 2901)) },
        { "SlidingWindow.ArgMax", () => SlidingWindow.ArgMax<float>(Reals, 100, Positions.AsSpan(0, 2901)) },
        { "SlidingWindow.Median 9", () => SlidingWindow.Median<float>(Reals, 9, Results.AsSpan(0, 2992)) },
        { "SlidingWindow.Median 301", () => SlidingWindow.Median<float>(Reals, 301, Results.AsSpan(0, 2700)) },
        { "SlidingWindow.Max2D", () => SlidingWindow.Max2D<float>(Reals, 60, 3, 3, Results.AsSpan(0, 48 * 58)) },
        { "Knapsack.ZeroOne", () => Knapsack.ZeroOne<int>(Weights, Weights, Best) },
        { "Knapsack.Unbounded", () => Knapsack.Unbounded<int>(Weights, Weights, Best) },
        { "Knapsack.Bounded", () => Knapsack.Bounded<int>(Weights, Weights, Weights, Best) },
        { "Knapsack.BoundedByQueue", () => Knapsack.BoundedByQueue<int>(Weights, Weights, Weights, Best) },
        { "SubsetSum.Reach", () => SubsetSum.Reach(Weights, Sums) },
        { "ConvexHull.Of", () => ConvexHull.Of(Points, Room) },
        { "ConvexClip.SutherlandHodgman", () => ConvexClip.SutherlandHodgman(Points, Square, Room) },
        { "Simplify.DouglasPeucker", () => Simplify.DouglasPeucker(Points, 20, Positions) },
        { "HalfPlanes.Intersect", () => HalfPlanes.Intersect(Borders, new Box((0, 0), (3000, 3000)), Room) },
        { "Minkowski.ConvexSum", () => Minkowski.ConvexSum(Points, Square, Room) },
        { "Calipers.Diameter", () => Calipers.Diameter(Points) },
        { "Calipers.Width", () => Calipers.Width(Points) },
        { "Calipers.SmallestAreaBox", () => Calipers.SmallestAreaBox(Points) },
        { "Calipers.SmallestPerimeterBox", () => Calipers.SmallestPerimeterBox(Points) },
        { "EnclosingCircle.Of", () => EnclosingCircle.Of(Points) },
        { "EarClipping.Triangulate", () => EarClipping.Triangulate(Comb, Positions) },
        { "Polygon.Locate", () => Polygon.Locate(Comb, (3, 3)) },
        { "MaximumGap of reals", () => MaximumGap.OfReals<double>(Wide) },
        { "MaximumGap of wide integers", () => MaximumGap.OfWideIntegers<int>(Keys) },
        { "Heap.Push and Pop", () => { Heap.Push<int>(Items); Heap.Pop<int>(Items); } },
        { "Knapsack.Count", () => Knapsack.Count<int>(Weights, Best) },
        { "IntroSort.Sort", () => IntroSort.Sort<int>(Copy(Keys, Items)) },
        { "BucketSort.SortUniform", () => BucketSort.SortUniform(Copy(Wide, Halves)) },
        { "Merging.MergeFromBack", () => Merging.MergeFromBack<int>(Items, 1500, Keys.AsSpan(0, 1500)) },
        { "SlidingWindow.Min2D", () => SlidingWindow.Min2D<float>(Reals, 60, 5, 20, Results.AsSpan(0, 46 * 41)) },
        { "BoxOverlap.Suppress", () => BoxOverlap.Suppress<RotatedBox, RotatedOverlap>(Tilted, Reals.AsSpan(0, 200), 0.5, Positions) },
        { "ClosestPair.Find", () => ClosestPair.Find(Points) },
        { "KdTree.Nearest", () => Tree.Nearest([5.0, 7.0], Positions.AsSpan(0, 4), Wide.AsSpan(0, 4)) },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Spans_in_and_spans_out_allocate_nothing(string name, Action call)
    {
        for (int i = 0; i < 3; i++) call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, $"{name} allocated {GC.GetAllocatedBytesForCurrentThread() - before} bytes.");
    }

    private static Span<T> Copy<T>(T[] from, T[] to)
    {
        from.CopyTo(to, 0);
        return to;
    }
}
