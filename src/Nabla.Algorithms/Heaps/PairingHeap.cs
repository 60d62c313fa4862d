namespace Nabla.Algorithms.Heaps;

/// <summary>A pairing heap: O(1) push, meld and decrease-key, amortised O(log n) pop.</summary>
/// <typeparam name="T">The value type.</typeparam>
/// <typeparam name="TComparer">The order; a struct is inlined.</typeparam>
/// <param name="comparer">The order.</param>
/// <remarks>Fredman, Sedgewick, Sleator and Tarjan (1986), two-pass pairing without recursion.</remarks>
[Export("algorithms.heaps.PairingHeap")]
public sealed class PairingHeap<T, TComparer>(TComparer comparer)
    where TComparer : IComparer<T>
{
    private readonly TComparer _comparer = comparer;
    private Node? _root;

    /// <summary>A value in the heap; the handle to change or remove it.</summary>
    public sealed class Node
    {
        internal Node(T value) => Value = value;

        /// <summary>The value.</summary>
        public T Value { get; internal set; }

        /// <summary>Whether the node is still in a heap.</summary>
        public bool IsQueued { get; internal set; } = true;

        internal Node? Child { get; set; }

        /// <summary>The next sibling.</summary>
        internal Node? Next { get; set; }

        /// <summary>The previous sibling, or the parent of a first child.</summary>
        internal Node? Previous { get; set; }
    }

    /// <summary>How many values are held.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Its handle.</returns>
    public Node Push(T value)
    {
        var node = new Node(value);
        _root = _root is null ? node : Link(_root, node);
        Count++;
        return node;
    }

    /// <summary>The first value's handle.</summary>
    /// <returns>The node on top.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public Node Peek() => _root ?? throw new InvalidOperationException("The heap is empty.");

    /// <summary>Removes and returns the first value.</summary>
    /// <returns>The value that was on top.</returns>
    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public T Pop()
    {
        Node top = Peek();
        _root = Pair(top.Child);
        Retire(top);
        return top.Value;
    }

    /// <summary>Moves a value forward.</summary>
    /// <param name="node">A node of this heap.</param>
    /// <param name="value">A value not after the present one.</param>
    /// <exception cref="ArgumentException">The node has left its heap, or the value comes after the present one.</exception>
    public void Decrease(Node node, T value)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!node.IsQueued) throw new ArgumentException("The node is no longer in a heap.", nameof(node));
        if (Order.Less(node.Value, value, _comparer)) throw new ArgumentException("The new value comes after the present one.", nameof(value));
        node.Value = value;
        if (ReferenceEquals(node, _root)) return;
        Cut(node);
        _root = Link(_root!, node);
    }

    /// <summary>Removes a value wherever it is.</summary>
    /// <param name="node">A node of this heap.</param>
    /// <returns>False when it had left already.</returns>
    public bool Remove(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!node.IsQueued) return false;
        if (ReferenceEquals(node, _root))
        {
            Pop();
            return true;
        }
        Cut(node);
        Node? rest = Pair(node.Child);
        if (rest is not null) _root = Link(_root!, rest);
        Retire(node);
        return true;
    }

    /// <summary>Takes every value of another heap, in O(1); the other is left empty and its handles now belong here.</summary>
    /// <param name="other">Another heap under the same order.</param>
    /// <exception cref="ArgumentException"><paramref name="other"/> is this heap.</exception>
    public void Meld(PairingHeap<T, TComparer> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other)) throw new ArgumentException("A heap cannot be melded with itself.", nameof(other));
        if (other._root is null) return;
        _root = _root is null ? other._root : Link(_root, other._root);
        Count += other.Count;
        other._root = null;
        other.Count = 0;
    }

    private void Retire(Node node)
    {
        node.Child = node.Next = node.Previous = null;
        node.IsQueued = false;
        Count--;
    }

    /// <summary>The later of two roots becomes the first child of the other.</summary>
    private Node Link(Node a, Node b)
    {
        if (Order.Less(b.Value, a.Value, _comparer)) (a, b) = (b, a);
        b.Next = a.Child;
        if (a.Child is not null) a.Child.Previous = b;
        b.Previous = a;
        a.Child = b;
        a.Next = a.Previous = null;
        return a;
    }

    private static void Cut(Node node)
    {
        Node previous = node.Previous!;
        if (ReferenceEquals(previous.Child, node)) previous.Child = node.Next;
        else previous.Next = node.Next;
        if (node.Next is not null) node.Next.Previous = previous;
        node.Next = node.Previous = null;
    }

    /// <summary>Links siblings in pairs from the left, then the pairs from the right.</summary>
    private Node? Pair(Node? first)
    {
        Node? pairs = null;
        while (first is not null)
        {
            Node a = first;
            Node? b = a.Next;
            first = b?.Next;
            a.Next = a.Previous = null;
            if (b is not null)
            {
                b.Next = b.Previous = null;
                a = Link(a, b);
            }
            a.Next = pairs;
            pairs = a;
        }
        if (pairs is null) return null;
        Node root = pairs;
        Node? rest = root.Next;
        root.Next = null;
        while (rest is not null)
        {
            Node next = rest;
            rest = next.Next;
            next.Next = null;
            root = Link(root, next);
        }
        return root;
    }
}
