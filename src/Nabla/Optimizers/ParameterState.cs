namespace Nabla;

/// <summary>What an optimiser remembers of one parameter.</summary>
[Export("optim.ParameterState")]
public sealed class ParameterState
{
    private readonly OrderedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Steps taken so far; optimisers that do not count leave it 0.</summary>
    public long Step { get; set; }

    /// <summary>Other numbers by PyTorch's names, such as NAdam's <c>mu_product</c>.</summary>
    public IDictionary<string, double> Numbers { get; } = new OrderedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The tensors by PyTorch's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>Nothing to remember?</summary>
    public bool IsEmpty => Step == 0 && _tensors.Count == 0 && Numbers.Count == 0;

    /// <summary>Is there a tensor of that name?</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>The tensor of that name, filled with one value at first; it follows the parameter's dtype.</summary>
    /// <param name="name">PyTorch's name, such as <c>exp_avg</c>.</param>
    /// <param name="like">The parameter's value.</param>
    /// <param name="start">The value at first.</param>
    public Tensor Get(string name, Tensor like, double start = 0)
    {
        ArgumentNullException.ThrowIfNull(like);
        if (_tensors.TryGetValue(name, out Tensor? tensor))
        {
            if (tensor.DType == like.DType) return tensor;
            using GradMode.Restore mode = GradMode.NoGrad();
            tensor = tensor.To(like.DType).Persist();
        }
        else
        {
            tensor = Tensor.Full(like.Shape, start, like.DType, like.Backend).Persist();
        }
        _tensors[name] = tensor;
        return tensor;
    }

    /// <summary>The tensor of that name with a shape and dtype of its own, filled with one value at first.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="shape">Extents.</param>
    /// <param name="type">Element type.</param>
    /// <param name="on">Where it lives.</param>
    /// <param name="start">The value at first.</param>
    public Tensor Get(string name, Shape shape, DType type, IBackend on, double start = 0)
    {
        if (!_tensors.TryGetValue(name, out Tensor? tensor)) _tensors[name] = tensor = Tensor.Full(shape, start, type, on).Persist();
        return tensor;
    }

    /// <summary>Remembers a tensor, of which the state keeps a handle of its own.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="value">Its value from now on.</param>
    public void Set(string name, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _tensors[name] = value.Detach().Persist();
    }

    /// <summary>Forgets a tensor.</summary>
    public void Remove(string name) => _tensors.Remove(name);
}
