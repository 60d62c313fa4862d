namespace Nabla.Algorithms.Geometry.Proximity;

/// <summary>
/// A two-dimensional range tree with fractional cascading: how many, and which, points lie in a box. Immutable, thread-safe.
/// </summary>
/// <remarks>
/// Bentley (1979), Lueker and Willard (1978): a balanced tree by x whose every node keeps its points sorted by y and knows,
/// for each rank, how many of them went to its left child; so only the root is searched. O(n log n) memory.
/// </remarks>
[Export("algorithms.geometry.proximity.RangeTree")]
public sealed class RangeTree
{
    private readonly double[] _x;       // sorted
    private readonly double[] _y;       // sorted
    private readonly int[][] _left;     // per level: of the first i points of the node (by y), how many go left
    private readonly int[][] _members;  // per level: original indices, node after node, each sorted by y

    /// <summary>Builds the tree. O(n log n).</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public RangeTree(ReadOnlySpan<Point2> points)
    {
        Guard.Finite(points);
        int n = points.Length;
        _x = new double[n];
        _y = new double[n];
        int[] byX = [.. Enumerable.Range(0, n)];
        for (int i = 0; i < n; i++)
            _x[i] = points[i].X;
        Array.Sort(_x, byX);
        int levels = n <= 1 ? 1 : 33 - int.LeadingZeroCount(n - 1);
        _left = new int[levels][];
        _members = new int[levels][];
        var rank = new int[n];
        for (int i = 0; i < n; i++)
            rank[byX[i]] = i;
        int[] top = [.. Enumerable.Range(0, n)];
        for (int i = 0; i < n; i++)
            _y[i] = points[i].Y;
        Array.Sort(_y, top);
        _members[0] = top;
        for (int level = 0; level < levels; level++)
        {
            _left[level] = new int[n + 1];
            if (level + 1 < levels)
                _members[level + 1] = new int[n];
        }

        Split(rank, 0, 0, n);
    }

    /// <summary>Number of points.</summary>
    public int Length => _x.Length;

    /// <summary>Number of points in the closed box. O(log n).</summary>
    /// <exception cref="ArgumentException">A coordinate of the box is NaN.</exception>
    public int Count(Box box)
    {
        int count = 0;
        Query(box, (_, first, last) => count += last - first);
        return count;
    }

    /// <summary>Indices of the points in the closed box, in increasing order. O(log n + k log k) for k points.</summary>
    /// <exception cref="ArgumentException">A coordinate of the box is NaN.</exception>
    public int[] Report(Box box)
    {
        var found = new List<int>();
        Query(box, (level, first, last) => found.AddRange(_members[level].AsSpan(first..last)));
        found.Sort();
        return [.. found];
    }

    /// <summary>Deals the points of a node, sorted by y, to its children by their rank in x.</summary>
    private void Split(int[] rank, int level, int from, int to)
    {
        if (to - from <= 1)
            return;
        int middle = (from + to) >>> 1, left = from, right = middle;
        int[] own = _members[level], below = _members[level + 1];
        for (int i = from; i < to; i++)
        {
            _left[level][i] = left - from;
            if (rank[own[i]] < middle)
                below[left++] = own[i];
            else
                below[right++] = own[i];
        }

        Split(rank, level + 1, from, middle);
        Split(rank, level + 1, middle, to);
    }

    private void Query(Box box, Action<int, int, int> visit)
    {
        if (double.IsNaN(box.Min.X) || double.IsNaN(box.Max.X) || double.IsNaN(box.Min.Y) || double.IsNaN(box.Max.Y))
            throw new ArgumentException("The box must not hold NaN.", nameof(box));
        int x0 = FirstNotBelow(_x, box.Min.X), x1 = FirstAbove(_x, box.Max.X);
        int y0 = FirstNotBelow(_y, box.Min.Y), y1 = FirstAbove(_y, box.Max.Y);
        if (x0 < x1 && y0 < y1)
            Walk(0, 0, Length, x0, x1, y0, y1, visit);
    }

    /// <param name="level">Depth of the node.</param>
    /// <param name="from">First rank in x of the node.</param>
    /// <param name="to">One past its last.</param>
    /// <param name="x0">First rank wanted.</param>
    /// <param name="x1">One past the last rank wanted.</param>
    /// <param name="y0">First of the node's points, by y, that is wanted.</param>
    /// <param name="y1">One past the last.</param>
    /// <param name="visit">Receives level and positions within it.</param>
    private void Walk(int level, int from, int to, int x0, int x1, int y0, int y1, Action<int, int, int> visit)
    {
        if (x1 <= from || to <= x0 || y0 >= y1)
            return;
        if (x0 <= from && to <= x1)
        {
            visit(level, from + y0, from + y1);
            return;
        }

        int middle = (from + to) >>> 1, left0 = WentLeft(level, from, to, middle, y0), left1 = WentLeft(level, from, to, middle, y1);
        Walk(level + 1, from, middle, x0, x1, left0, left1, visit);
        Walk(level + 1, middle, to, x0, x1, y0 - left0, y1 - left1, visit);
    }

    private int WentLeft(int level, int from, int to, int middle, int count) =>
        from + count == to ? middle - from : _left[level][from + count];

    private static int FirstNotBelow(double[] sorted, double value) => Search(sorted, x => x < value);

    private static int FirstAbove(double[] sorted, double value) => Search(sorted, x => x <= value);

    private static int Search(double[] sorted, Func<double, bool> isBefore)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (isBefore(sorted[middle]))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
