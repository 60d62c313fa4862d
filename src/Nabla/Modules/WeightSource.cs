namespace Nabla;

/// <summary>Where the cursors of one model get their values, and what went wrong on the way.</summary>
internal sealed class WeightSource(Generator generator, DType type, IBackend backend, IReadOnlyDictionary<string, Tensor>? state)
{
    private readonly HashSet<string> _used = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _misshapen = [];

    public Generator Generator { get; } = generator;

    public DType Type { get; } = type;

    public IBackend Backend { get; } = backend;

    /// <summary>Are values created rather than read at present? For what a finished model gets added.</summary>
    public bool FreshOnly { get; set; }

    /// <summary>The shape of a value that will be read, if it is known.</summary>
    public Shape? ShapeOf(string key) => state is not null && state.TryGetValue(key, out Tensor? value) ? value.Shape : (Shape?)null;

    public Tensor Create(string key, Shape shape, DType elementType, Initializer initialize)
    {
        if (state is null || FreshOnly) return CreateFresh(shape, elementType, initialize);
        if (!state.TryGetValue(key, out Tensor? value))
        {
            _missing.Add(key);
        }
        else
        {
            _used.Add(key);
            if (value.Shape == shape)
            {
                using GradMode.Restore mode = GradMode.NoGrad();
                Tensor copy = Tensor.Empty(shape, elementType, Backend);
                Backend.Copy(value, copy);
                return copy;
            }
            _misshapen.Add($"{key}: the file has {value.Shape}, the model expects {shape}");
        }
        return Tensor.Zeros(shape, elementType, Backend);
    }

    public Tensor CreateFresh(Shape shape, DType elementType, Initializer initialize)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor value = Tensor.Empty(shape, elementType, Backend);
        if (value.HasData) initialize(value, Generator);
        return value;
    }

    public void Verify()
    {
        if (state is null) return;
        List<string> unexpected = [.. state.Keys.Where(key => !_used.Contains(key))];
        if (_missing.Count + unexpected.Count + _misshapen.Count > 0) throw new StateDictException(_missing, unexpected, _misshapen);
    }
}
