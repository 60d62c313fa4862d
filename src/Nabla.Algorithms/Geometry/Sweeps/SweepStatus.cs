namespace Nabla.Algorithms.Geometry.Sweeps;

/// <summary>A yes/no question about a segment, monotone along the sweep line.</summary>
internal interface ISegmentTest
{
    /// <summary>The answer for one segment.</summary>
    bool Invoke(int segment);
}

/// <summary>
/// The segments that meet the sweep line, from bottom to top: a treap whose nodes are the segment numbers, cut and
/// joined at the event point. Cut, join and first/last take O(log n) expected; priorities are hashes, so runs repeat.
/// </summary>
internal sealed class SweepStatus
{
    /// <summary>The empty tree.</summary>
    public const int Empty = -1;

    private readonly int[] _left, _right;
    private readonly uint[] _priority;

    /// <summary>Room for segments 0..<paramref name="capacity"/>-1.</summary>
    public SweepStatus(int capacity)
    {
        _left = new int[capacity];
        _right = new int[capacity];
        _priority = new uint[capacity];
        uint state = 0x9E3779B9;
        for (int i = 0; i < capacity; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            _priority[i] = state;
        }
    }

    /// <summary>The tree of all active segments.</summary>
    public int Root { get; set; } = Empty;

    /// <summary>A tree of one segment.</summary>
    public int Single(int segment)
    {
        _left[segment] = _right[segment] = Empty;
        return segment;
    }

    /// <summary>Cuts a tree into the segments that pass the test (a prefix) and the others.</summary>
    public void Split<TTest>(int tree, TTest test, out int passing, out int others) where TTest : struct, ISegmentTest
    {
        if (tree == Empty)
        {
            passing = others = Empty;
            return;
        }

        if (test.Invoke(tree))
        {
            Split(_right[tree], test, out int inner, out others);
            _right[tree] = inner;
            passing = tree;
        }
        else
        {
            Split(_left[tree], test, out passing, out int inner);
            _left[tree] = inner;
            others = tree;
        }
    }

    /// <summary>Joins two trees, the first wholly below the second.</summary>
    public int Join(int low, int high)
    {
        if (low == Empty || high == Empty)
            return low == Empty ? high : low;
        if (_priority[low] > _priority[high])
        {
            _right[low] = Join(_right[low], high);
            return low;
        }

        _left[high] = Join(low, _left[high]);
        return high;
    }

    /// <summary>Lowest segment of a tree that is not empty.</summary>
    public int First(int tree)
    {
        while (_left[tree] != Empty)
            tree = _left[tree];
        return tree;
    }

    /// <summary>Highest segment of a tree that is not empty.</summary>
    public int Last(int tree)
    {
        while (_right[tree] != Empty)
            tree = _right[tree];
        return tree;
    }

    /// <summary>Appends the segments of a tree from bottom to top.</summary>
    public void Collect(int tree, List<int> into)
    {
        if (tree == Empty)
            return;
        Collect(_left[tree], into);
        into.Add(tree);
        Collect(_right[tree], into);
    }
}
