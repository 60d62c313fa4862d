namespace Nabla;

/// <summary>Modules run one after the other; children are named 0, 1, 2, ...</summary>
[Export("nn.Sequential")]
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly List<Module> _layers = [];
    private readonly Weights _w;

    /// <summary>Builds each layer from its own cursor.</summary>
    /// <param name="w">Place in the model.</param>
    /// <param name="layers">Constructors, such as <c>w => new Linear(w, 784, 10)</c>.</param>
    public Sequential(Weights w, params ReadOnlySpan<Func<Weights, Module>> layers)
        : base(w)
    {
        _w = w;
        foreach (Func<Weights, Module> layer in layers) Add(layer);
    }

    /// <inheritdoc/>
    public int Count => _layers.Count;

    /// <inheritdoc/>
    public Module this[int index] => _layers[index];

    /// <summary>Appends a layer under the next number.</summary>
    /// <returns>This container.</returns>
    public Sequential Add(Func<Weights, Module> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layers.Add(layer(_w[_layers.Count]));
        return this;
    }

    /// <summary>Appends a layer under a name of its own.</summary>
    /// <returns>This container.</returns>
    public Sequential Add(string name, Func<Weights, Module> layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layers.Add(layer(_w[name]));
        return this;
    }

    /// <summary>Runs the layers in order. Values between them go back to the pool as soon as the graph does not need them.</summary>
    public override Tensor Forward(Tensor x)
    {
        Tensor input = x;
        for (int i = 0; i < _layers.Count; i++)
        {
            Tensor y;
            using (TensorScope scope = TensorScope.Open()) y = scope.Keep(SequentialFusion.Run(_layers, ref i, x));
            // What one layer hands the next is seen by nobody else; the graph holds handles of its own.
            if (!ReferenceEquals(x, input) && !ReferenceEquals(x, y)) x.Leave();
            x = y;
        }
        return x;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => _layers.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
