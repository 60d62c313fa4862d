namespace Nabla;

/// <summary>Where the cursors of one model get their values, and what went wrong on the way.</summary>
internal sealed class WeightSource(Generator generator, DType type, IBackend backend, IReadOnlyDictionary<string, Tensor>? state)
{
    private readonly HashSet<string> _used = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _misshapen = [];

    public Generator Generator { get; } = generator;

    public DType Type { get; } = type;

    public Tensor Create(string key, Shape shape, DType elementType, Initializer initialize)
    {
        if (state is null) return CreateFresh(shape, elementType, initialize);
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
                Tensor copy = Tensor.Empty(shape, elementType, backend);
                backend.Copy(value, copy);
                return copy;
            }
            _misshapen.Add($"{key}: the file has {value.Shape}, the model expects {shape}");
        }
        return Tensor.Zeros(shape, elementType, backend);
    }

    public Tensor CreateFresh(Shape shape, DType elementType, Initializer initialize)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor value = Tensor.Empty(shape, elementType, backend);
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
