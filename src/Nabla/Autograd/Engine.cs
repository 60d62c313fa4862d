namespace Nabla;

/// <summary>Runs a recorded graph backwards: youngest node first, without recursion, accumulating as it goes.</summary>
internal static class Engine
{
    /// <summary>Propagates gradients from roots to leaves, or to <paramref name="captures"/> only.</summary>
    /// <param name="roots">Nodes to start at with the gradient that enters them (a handle the engine takes over).</param>
    /// <param name="captures">When given, the gradients arriving at these nodes are returned and no leaf is touched.</param>
    /// <param name="retainGraph">Keep saved values for another backward.</param>
    /// <param name="createGraph">Record the backward pass itself.</param>
    public static Dictionary<GraphNode, Tensor> Run(
        IReadOnlyList<(GraphNode Node, Tensor Grad)> roots, IReadOnlyCollection<GraphNode>? captures, bool retainGraph, bool createGraph)
    {
        Workspace space = Workspace.Take();
        try
        {
            return Run(space, roots, captures, retainGraph, createGraph);
        }
        finally
        {
            space.Return();
        }
    }

    private static Dictionary<GraphNode, Tensor> Run(
        Workspace space, IReadOnlyList<(GraphNode Node, Tensor Grad)> roots, IReadOnlyCollection<GraphNode>? captures, bool retainGraph, bool createGraph)
    {
        // Nothing older than the oldest wanted node leads to one.
        long oldest = captures is null or { Count: 0 } ? 0 : captures.Min(node => node.Sequence);
        Dictionary<GraphNode, int> pending = space.Pending;
        CountDependents(space, roots, oldest);
        Dictionary<GraphNode, Tensor> grads = space.Grads;
        Dictionary<GraphNode, Tensor> captured = [];
        PriorityQueue<GraphNode, long> ready = space.Ready;
        HashSet<GraphNode>? wanted = captures is null ? null : [.. captures];
        HashSet<GraphNode>? relevant = wanted is null ? null : Relevant(roots, wanted, oldest);
        HashSet<GraphNode>? useful = wanted is null ? null : [.. wanted, .. relevant!];

        foreach ((GraphNode node, Tensor grad) in roots) Accumulate(grads, node, grad, createGraph);
        foreach (GraphNode node in grads.Keys)
        {
            if (pending.GetValueOrDefault(node) == 0) ready.Enqueue(node, -node.Sequence);
        }

        while (ready.TryDequeue(out GraphNode? node, out _))
        {
            if (grads.Remove(node, out Tensor? grad))
            {
                grad = RunHooks(node, grad);
                if (wanted?.Contains(node) == true) captured[node] = grad.Alias();
                if ((relevant is not null && !relevant.Contains(node)) || !Step(node, grad, grads, useful, createGraph)) grad.Dispose();
                if (!retainGraph && (relevant is null || relevant.Contains(node))) node.Release();
            }
            foreach (ref readonly Edge edge in node.Edges.AsSpan())
            {
                if (edge.Target is { } target && pending.TryGetValue(target, out int left))
                {
                    pending[target] = left - 1;
                    if (left == 1) ready.Enqueue(target, -target.Sequence);
                }
            }
        }
        return captured;
    }

    /// <summary>Sends a gradient on; true when it was adopted as a leaf's.</summary>
    private static bool Step(GraphNode node, Tensor grad, Dictionary<GraphNode, Tensor> grads, HashSet<GraphNode>? useful, bool createGraph)
    {
        bool capturing = useful is not null;
        if (node is not OpNode op) return !capturing && AddToLeaf(node, grad, createGraph);
        if (!capturing && node.RetainsGrad)
        {
            Tensor kept = grad.Alias();
            if (!AddToLeaf(node, kept, createGraph)) kept.Dispose();
        }
        BackwardContext context = op.Backward(grad, createGraph, useful);
        ReadOnlySpan<Tensor?> results = context.Results;
        AnomalyMode.CheckGradients(node, results);
        for (int i = 0; i < results.Length; i++)
        {
            if (results[i] is not { } result) continue;
            if (node.Edges[i].Target is { } target) Accumulate(grads, target, result, createGraph);
            else result.Dispose();
        }
        context.Return();
        return false;
    }

    private static Tensor RunHooks(GraphNode node, Tensor grad)
    {
        if (node.Hooks is not { } hooks) return grad;
        foreach (Func<Tensor, Tensor?> hook in hooks.ToArray())
        {
            if (hook(grad.Alias()) is not { } replacement) continue;
            if (replacement.Shape != grad.Shape)
                throw new ShapeMismatchException($"A gradient hook returned shape {replacement.Shape}; expected {grad.Shape}.");
            grad.Dispose();
            grad = replacement.Alias();
        }
        return grad;
    }

    private static void Accumulate(Dictionary<GraphNode, Tensor> grads, GraphNode node, Tensor grad, bool createGraph)
    {
        if (!grads.TryGetValue(node, out Tensor? present))
        {
            grads[node] = grad;
            return;
        }
        using GradMode.Restore mode = GradMode.Set(createGraph);
        if (!createGraph && !ForwardAD.IsActive && present.StorageOrNull is { Handles: 1 } && present.IsContiguous)
        {
            present.AddInPlace(grad);
        }
        else
        {
            using TensorScope scope = TensorScope.Open();
            grads[node] = (present + grad).Persist();
            present.Dispose();
        }
        grad.Dispose();
    }

    private static bool AddToLeaf(GraphNode state, Tensor grad, bool createGraph)
    {
        using GradMode.Restore mode = GradMode.Set(createGraph);
        if (state.Grad is null)
        {
            // A fresh, unshared buffer is adopted; anything else is copied so that later in-place sums harm nobody.
            bool adopt = createGraph || (grad.StorageOrNull is null or { Handles: 1 } && grad.IsContiguous);
            state.Grad = adopt ? grad : grad.Clone().Persist();
            return adopt;
        }
        else if (createGraph)
        {
            state.Grad = (state.Grad + grad).Persist();
        }
        else if (ForwardAD.IsActive)
        {
            state.Grad = ForwardAD.Constant(state.Grad + grad).Persist();
        }
        else
        {
            state.Grad.AddInPlace(grad);
        }
        return false;
    }

    private static void CountDependents(Workspace space, IReadOnlyList<(GraphNode Node, Tensor Grad)> roots, long oldest)
    {
        Dictionary<GraphNode, int> pending = space.Pending;
        HashSet<GraphNode> seen = space.Seen;
        Stack<GraphNode> open = space.Open;
        foreach ((GraphNode node, Tensor _) in roots)
        {
            if (seen.Add(node)) open.Push(node);
        }
        while (open.TryPop(out GraphNode? node))
        {
            foreach (ref readonly Edge edge in node.Edges.AsSpan())
            {
                if (edge.Target is not { } target || target.Sequence < oldest) continue;
                pending[target] = pending.GetValueOrDefault(target) + 1;
                if (seen.Add(target)) open.Push(target);
            }
        }
    }

    /// <summary>The nodes on some path from a root to a wanted node (the wanted ones only when they lead to another).</summary>
    private static HashSet<GraphNode> Relevant(IReadOnlyList<(GraphNode Node, Tensor Grad)> roots, HashSet<GraphNode> wanted, long oldest)
    {
        List<GraphNode> all = [];
        HashSet<GraphNode> seen = [];
        Stack<GraphNode> open = new(roots.Select(root => root.Node));
        while (open.TryPop(out GraphNode? node))
        {
            if (!seen.Add(node)) continue;
            all.Add(node);
            foreach (ref readonly Edge edge in node.Edges.AsSpan())
            {
                if (edge.Target is { } target && target.Sequence >= oldest) open.Push(target);
            }
        }
        HashSet<GraphNode> relevant = [];
        // A target is always older than the node that points to it, except after a change in place; oldest first settles both.
        foreach (GraphNode node in all.OrderBy(node => node.Sequence))
        {
            if (Array.Exists(node.Edges, edge => edge.Target is { } target && (wanted.Contains(target) || relevant.Contains(target)))) relevant.Add(node);
        }
        return relevant;
    }

    /// <summary>Tables of one backward pass; a thread keeps them for its next one, so that a training step does not make them anew.</summary>
    private sealed class Workspace
    {
        [ThreadStatic]
        private static Workspace? _spare;

        public Dictionary<GraphNode, int> Pending { get; } = [];

        public Dictionary<GraphNode, Tensor> Grads { get; } = [];

        public PriorityQueue<GraphNode, long> Ready { get; } = new();

        public HashSet<GraphNode> Seen { get; } = [];

        public Stack<GraphNode> Open { get; } = new();

        /// <summary>The thread's spare tables; new ones inside another pass.</summary>
        public static Workspace Take()
        {
            Workspace space = _spare ?? new();
            _spare = null;
            return space;
        }

        public void Return()
        {
            Pending.Clear();
            Grads.Clear();
            Ready.Clear();
            Seen.Clear();
            Open.Clear();
            _spare = this;
        }
    }
}
