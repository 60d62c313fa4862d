namespace Nabla.Algorithms.Geometry.Proximity;

/// <summary>A balanced k-d tree (Bentley 1975) over points of any dimension: nearest points and ranges. Immutable, thread-safe.</summary>
[Export("algorithms.geometry.proximity.KdTree")]
public sealed class KdTree
{
    private const int LeafSize = 8;
    private readonly double[] _coordinates; // in tree order, point after point
    private readonly int[] _order;          // tree position -> index of the point

    /// <summary>Builds the tree over n points. O(n log n).</summary>
    /// <param name="coordinates">n·dimension finite numbers, point after point.</param>
    /// <param name="dimension">Numbers per point, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension, or a number is not finite.</exception>
    public KdTree(ReadOnlySpan<double> coordinates, int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        if (coordinates.Length % dimension != 0)
            throw new ArgumentException(
                $"{coordinates.Length} coordinates are not a multiple of dimension {dimension}.", nameof(coordinates));
        for (int i = 0; i < coordinates.Length; i++)
            if (!double.IsFinite(coordinates[i]))
                throw new ArgumentException($"coordinates[{i}] is {coordinates[i]}; coordinates must be finite.", nameof(coordinates));
        Dimension = dimension;
        _order = [.. Enumerable.Range(0, coordinates.Length / dimension)];
        var keys = new double[_order.Length];
        Build(coordinates, keys, 0, _order.Length, 0);
        _coordinates = new double[coordinates.Length];
        for (int i = 0; i < _order.Length; i++)
            coordinates.Slice(_order[i] * dimension, dimension).CopyTo(_coordinates.AsSpan(i * dimension));
    }

    /// <summary>Builds the tree over points of the plane.</summary>
    /// <param name="points">Any number of finite points.</param>
    /// <exception cref="ArgumentException">A coordinate is not finite.</exception>
    public KdTree(ReadOnlySpan<Point2> points)
        : this(Flatten(points), 2)
    {
    }

    /// <summary>Numbers per point.</summary>
    public int Dimension { get; }

    /// <summary>Number of points.</summary>
    public int Count => _order.Length;

    /// <summary>Index of the point nearest to the query, and its distance. O(log n) expected.</summary>
    /// <param name="query">Dimension finite numbers.</param>
    /// <exception cref="InvalidOperationException">The tree is empty.</exception>
    /// <exception cref="ArgumentException">The query has the wrong length or is not finite.</exception>
    public (int Index, double Distance) Nearest(ReadOnlySpan<double> query)
    {
        if (Count == 0)
            throw new InvalidOperationException("The tree has no points.");
        Span<int> index = stackalloc int[1];
        Span<double> distance = stackalloc double[1];
        Nearest(query, index, distance);
        return (index[0], distance[0]);
    }

    /// <summary>Index of the point nearest to a point of the plane, and its distance.</summary>
    /// <exception cref="InvalidOperationException">The tree is empty.</exception>
    /// <exception cref="ArgumentException">The tree is not two-dimensional, or the query is not finite.</exception>
    public (int Index, double Distance) Nearest(Point2 query) => Nearest([query.X, query.Y]);

    /// <summary>The k nearest points, nearest first; of equally near ones, any.</summary>
    /// <param name="query">Dimension finite numbers.</param>
    /// <param name="indices">Receives the indices; its length is k, at most <see cref="Count"/>.</param>
    /// <param name="distances">Receives the distances; k long.</param>
    /// <exception cref="ArgumentException">The query has the wrong length or is not finite, or the lengths of the results differ or exceed the count.</exception>
    public void Nearest(ReadOnlySpan<double> query, Span<int> indices, Span<double> distances)
    {
        CheckQuery(query);
        if (indices.Length > Count)
            throw new ArgumentException($"{indices.Length} neighbours were asked for, the tree has {Count} points.", nameof(indices));
        if (indices.Length != distances.Length)
            throw new ArgumentException(
                $"There is room for {distances.Length} distances but {indices.Length} indices.", nameof(distances));
        if (indices.IsEmpty)
            return;
        distances.Fill(double.PositiveInfinity);
        Span<double> offsets = Dimension <= 64 ? stackalloc double[Dimension] : new double[Dimension];
        offsets.Clear();
        var search = new Search(query, indices, distances, offsets);
        Visit(ref search, 0, Count, 0, 0);
        foreach (ref double d in distances)
            d = Math.Sqrt(d);
    }

    /// <summary>Indices of all points in a closed axis-aligned box, in increasing order. O(√n + results) in the plane.</summary>
    /// <param name="min">Lower corner, Dimension numbers.</param>
    /// <param name="max">Upper corner.</param>
    /// <exception cref="ArgumentException">A corner has the wrong length or is NaN.</exception>
    public int[] Range(ReadOnlySpan<double> min, ReadOnlySpan<double> max)
    {
        CheckLength(min, nameof(min));
        CheckLength(max, nameof(max));
        var found = new List<int>();
        InBox(min, max, 0, Count, 0, found);
        found.Sort();
        return [.. found];
    }

    /// <summary>Indices of all points in a box of the plane, in increasing order.</summary>
    /// <exception cref="ArgumentException">The tree is not two-dimensional, or the box is NaN.</exception>
    public int[] Range(Box box) => Range([box.Min.X, box.Min.Y], [box.Max.X, box.Max.Y]);

    /// <summary>Indices of all points within a distance of the query, in increasing order.</summary>
    /// <param name="query">Dimension finite numbers.</param>
    /// <param name="radius">Largest distance, at least 0.</param>
    /// <exception cref="ArgumentException">The query has the wrong length or is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The radius is negative or not finite.</exception>
    public int[] Within(ReadOnlySpan<double> query, double radius)
    {
        CheckQuery(query);
        Guard.NotNegative(radius);
        var min = new double[Dimension];
        var max = new double[Dimension];
        for (int i = 0; i < Dimension; i++)
            (min[i], max[i]) = (query[i] - radius, query[i] + radius);
        var near = new List<int>();
        InBall(query, radius, min, max, 0, Count, 0, near);
        near.Sort();
        return [.. near];
    }

    private static double[] Flatten(ReadOnlySpan<Point2> points)
    {
        Guard.Finite(points);
        var flat = new double[2 * points.Length];
        for (int i = 0; i < points.Length; i++)
            (flat[2 * i], flat[(2 * i) + 1]) = (points[i].X, points[i].Y);
        return flat;
    }

    /// <summary>Puts the median of every node in its middle, smaller keys left, greater right; axes take turns.</summary>
    private void Build(ReadOnlySpan<double> coordinates, double[] keys, int from, int to, int axis)
    {
        if (to - from <= LeafSize)
            return;
        for (int i = from; i < to; i++)
            keys[i] = coordinates[(_order[i] * Dimension) + axis];
        int middle = (from + to) >>> 1;
        Select(keys, from, to - 1, middle);
        int next = axis + 1 == Dimension ? 0 : axis + 1;
        Build(coordinates, keys, from, middle, next);
        Build(coordinates, keys, middle + 1, to, next);
    }

    /// <summary>Hoare's quickselect with the median of three; falls back to sorting when it makes no progress.</summary>
    private void Select(double[] keys, int low, int high, int k)
    {
        for (int budget = 64; low < high; budget--)
        {
            if (budget == 0)
            {
                Array.Sort(keys, _order, low, high - low + 1);
                return;
            }

            double a = keys[low], b = keys[(low + high) >>> 1], c = keys[high];
            double pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (keys[i] < pivot)
                    i++;
                while (keys[j] > pivot)
                    j--;
                if (i > j)
                    break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                (_order[i], _order[j]) = (_order[j], _order[i]);
                i++;
                j--;
            }

            if (k <= j)
                high = j;
            else if (k >= i)
                low = i;
            else
                return;
        }
    }

    /// <param name="search">Query and best so far.</param>
    /// <param name="from">First tree position of the node.</param>
    /// <param name="to">One past its last.</param>
    /// <param name="axis">Axis the node is split on.</param>
    /// <param name="gap">Squared distance from the query to the node's cell.</param>
    private void Visit(ref Search search, int from, int to, int axis, double gap)
    {
        if (to - from <= LeafSize)
        {
            for (int i = from; i < to; i++)
                Offer(ref search, i);
            return;
        }

        int middle = (from + to) >>> 1, next = axis + 1 == Dimension ? 0 : axis + 1;
        double across = search.Query[axis] - _coordinates[(middle * Dimension) + axis];
        if (across < 0)
            Visit(ref search, from, middle, next, gap);
        else
            Visit(ref search, middle + 1, to, next, gap);
        Offer(ref search, middle);

        // The other side is farther along this axis; along the others the offsets stay (Arya and Mount 1993).
        double old = search.Offsets[axis], farGap = gap - (old * old) + (across * across);
        if (farGap * (1 - 1e-15) > search.Distances[^1])
            return;
        search.Offsets[axis] = across;
        if (across < 0)
            Visit(ref search, middle + 1, to, next, farGap);
        else
            Visit(ref search, from, middle, next, farGap);
        search.Offsets[axis] = old;
    }

    private void Offer(ref Search search, int position)
    {
        ReadOnlySpan<double> p = _coordinates.AsSpan(position * Dimension, Dimension);
        double squared = 0;
        for (int i = 0; i < p.Length; i++)
        {
            double d = p[i] - search.Query[i];
            squared += d * d;
        }

        Span<double> best = search.Distances;
        if (!(squared < best[^1]) && !(search.Found < best.Length))
            return;
        int slot = Math.Min(search.Found++, best.Length - 1);
        for (; slot > 0 && best[slot - 1] > squared; slot--)
        {
            best[slot] = best[slot - 1];
            search.Indices[slot] = search.Indices[slot - 1];
        }

        best[slot] = squared;
        search.Indices[slot] = _order[position];
    }

    private void InBox(ReadOnlySpan<double> min, ReadOnlySpan<double> max, int from, int to, int axis, List<int> found)
    {
        if (to - from <= LeafSize)
        {
            for (int i = from; i < to; i++)
                if (Contains(min, max, i))
                    found.Add(_order[i]);
            return;
        }

        int middle = (from + to) >>> 1, next = axis + 1 == Dimension ? 0 : axis + 1;
        double split = _coordinates[(middle * Dimension) + axis];
        if (min[axis] <= split)
            InBox(min, max, from, middle, next, found);
        if (Contains(min, max, middle))
            found.Add(_order[middle]);
        if (max[axis] >= split)
            InBox(min, max, middle + 1, to, next, found);
    }

    private void InBall(
        ReadOnlySpan<double> query, double radius, ReadOnlySpan<double> min, ReadOnlySpan<double> max, int from, int to, int axis, List<int> found)
    {
        if (to - from <= LeafSize)
        {
            for (int i = from; i < to; i++)
                if (Distance(query, i) <= radius)
                    found.Add(_order[i]);
            return;
        }

        int middle = (from + to) >>> 1, next = axis + 1 == Dimension ? 0 : axis + 1;
        double split = _coordinates[(middle * Dimension) + axis];
        if (min[axis] <= split)
            InBall(query, radius, min, max, from, middle, next, found);
        if (Distance(query, middle) <= radius)
            found.Add(_order[middle]);
        if (max[axis] >= split)
            InBall(query, radius, min, max, middle + 1, to, next, found);
    }

    private double Distance(ReadOnlySpan<double> query, int position)
    {
        double squared = 0;
        for (int i = 0; i < Dimension; i++)
        {
            double d = _coordinates[(position * Dimension) + i] - query[i];
            squared += d * d;
        }

        return Math.Sqrt(squared);
    }

    private bool Contains(ReadOnlySpan<double> min, ReadOnlySpan<double> max, int position)
    {
        for (int i = 0; i < Dimension; i++)
        {
            double x = _coordinates[(position * Dimension) + i];
            if (x < min[i] || x > max[i])
                return false;
        }

        return true;
    }

    private void CheckQuery(ReadOnlySpan<double> query)
    {
        CheckLength(query, nameof(query));
        foreach (double x in query)
            if (!double.IsFinite(x))
                throw new ArgumentException($"The query holds {x}; coordinates must be finite.", nameof(query));
    }

    private void CheckLength(ReadOnlySpan<double> values, string name)
    {
        if (values.Length != Dimension)
            throw new ArgumentException($"{name} has {values.Length} numbers, the tree has dimension {Dimension}.", name);
        foreach (double x in values)
            if (double.IsNaN(x))
                throw new ArgumentException($"{name} holds NaN.", name);
    }

    private ref struct Search(ReadOnlySpan<double> query, Span<int> indices, Span<double> distances, Span<double> offsets)
    {
        public readonly ReadOnlySpan<double> Query = query;
        public readonly Span<int> Indices = indices;
        public readonly Span<double> Distances = distances;
        public readonly Span<double> Offsets = offsets;
        public int Found;
    }
}
