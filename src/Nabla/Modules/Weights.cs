using System.Globalization;

namespace Nabla;

/// <summary>A cursor that knows where in the model it stands and where values come from: a generator, a state dict, or nowhere (shapes only).</summary>
/// <remarks>
/// A module asks its cursor for parameters by name, and hands <c>w["child"]</c> to its children. So names exist from birth, creating and
/// loading a model are the same code, and there is no reflection. Paths join with dots, as PyTorch's keys do.
/// </remarks>
[Export("nn.Weights")]
public sealed class Weights
{
    private readonly WeightSource _source;
    private readonly List<Weights> _children = [];
    private readonly List<Parameter> _parameters = [], _late = [];
    private readonly List<ModuleBuffer> _buffers = [];
    private readonly string _name;
    private Dictionary<string, Parametrization>? _parametrizations;

    private Weights(WeightSource source, string path, string name)
    {
        _source = source;
        Path = path;
        _name = name;
    }

    /// <summary>The path so far; empty at the root.</summary>
    public string Path { get; }

    /// <summary>The generator that initial values (and the dropout of modules) come from.</summary>
    public Generator Generator => _source.Generator;

    /// <summary>Element type of new parameters.</summary>
    public DType DType => _source.Type;

    internal Module? Module { get; private set; }

    internal IReadOnlyList<Weights> Children => _children;

    internal IReadOnlyList<Parameter> OwnParameters => _late.Count == 0 ? _parameters : [.. _parameters, .. _late];

    internal IReadOnlyList<ModuleBuffer> OwnBuffers => _buffers;

    internal string Name => _name;

    /// <summary>The cursor of a child; asking twice gives the same one.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public Weights this[string name]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            if (name.Contains('.', StringComparison.Ordinal))
            {
                Weights cursor = this;
                foreach (string part in name.Split('.')) cursor = cursor[part];
                return cursor;
            }
            foreach (Weights child in _children)
            {
                if (child._name == name) return child;
            }
            Weights added = new(_source, Join(name), name);
            _children.Add(added);
            return added;
        }
    }

    /// <summary>The cursor of a numbered child, such as a layer of a sequence.</summary>
    public Weights this[int index] => this[index.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Fresh random values; the same seed gives the same model.</summary>
    [Export("nn.Weights.random")]
    public static Weights Random(ulong seed = 0, DType type = DType.Float32, IBackend? on = null) => Random(new Philox(seed), type, on);

    /// <summary>Fresh random values from a given generator.</summary>
    public static Weights Random(Generator generator, DType type = DType.Float32, IBackend? on = null) =>
        new(new WeightSource(generator, type, on ?? CpuBackend.Instance, null), string.Empty, string.Empty);

    /// <summary>Values from a state dict; call <see cref="Verify"/> once the model is built.</summary>
    [Export("nn.Weights.from")]
    public static Weights From(IReadOnlyDictionary<string, Tensor> state, DType type = DType.Float32, IBackend? on = null) =>
        new(new WeightSource(new Philox(0), type, on ?? CpuBackend.Instance, state), string.Empty, string.Empty);

    /// <summary>No values at all: shapes, parameter counts and costs of a model of any size.</summary>
    [Export("nn.Weights.shape_only")]
    public static Weights ShapeOnly(DType type = DType.Float32) => Random(new Philox(0), type, ShapeOnlyBackend.Instance);

    /// <summary>Reads or creates a parameter.</summary>
    /// <param name="name">Name under this path.</param>
    /// <param name="shape">Extents.</param>
    /// <param name="initialize">Sets fresh values.</param>
    /// <param name="trainable">Does it take part in training?</param>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public Parameter Get(string name, Shape shape, Initializer initialize, bool trainable = true)
    {
        CheckNew(name);
        if (_parametrizations?.Remove(name, out Parametrization? parametrization) == true)
        {
            Parameter computed = new(Join(name), Tensor.Ghost(_source.Backend, _source.Type, shape), false);
            parametrization.Install(this, name, computed, () => _source.CreateFresh(shape, _source.Type, initialize), trainable);
            return computed;
        }
        Parameter parameter = new(Join(name), _source.Create(Join(name), shape, _source.Type, initialize), trainable);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Reads or creates a buffer.</summary>
    /// <param name="name">Name under this path.</param>
    /// <param name="shape">Extents.</param>
    /// <param name="initialize">Sets fresh values.</param>
    /// <param name="type">Element type; that of the parameters when omitted.</param>
    /// <param name="persistent">Is it part of the state dict?</param>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public ModuleBuffer GetBuffer(string name, Shape shape, Initializer initialize, DType? type = null, bool persistent = true)
    {
        CheckNew(name);
        Tensor value = persistent
            ? _source.Create(Join(name), shape, type ?? _source.Type, initialize)
            : _source.CreateFresh(shape, type ?? _source.Type, initialize);
        ModuleBuffer buffer = new(Join(name), value, persistent);
        _buffers.Add(buffer);
        return buffer;
    }

    /// <summary>Lets a parameter be computed from others: <c>new Linear(w.Parametrize("weight", new WeightNorm()), 3, 4)</c>. Ask before the module is built.</summary>
    /// <param name="name">Name of the parameter under this path.</param>
    /// <param name="parametrization">How its value comes about; serves one parameter.</param>
    /// <returns>This cursor.</returns>
    /// <exception cref="InvalidOperationException">The parameter exists already, or has a parametrisation.</exception>
    public Weights Parametrize(string name, Parametrization parametrization)
    {
        ArgumentNullException.ThrowIfNull(parametrization);
        CheckNew(name);
        if (!(_parametrizations ??= []).TryAdd(name, parametrization)) throw new InvalidOperationException($"The parameter '{Join(name)}' has a parametrisation already.");
        return this;
    }

    /// <summary>After building a model from a state dict: checks that every key was there, fitted and was used.</summary>
    /// <exception cref="StateDictException">Lists all missing, unexpected and misshapen keys.</exception>
    public void Verify() => _source.Verify();

    internal void Attach(Module module)
    {
        if (Module is not null)
            throw new InvalidOperationException($"Two modules share the path '{Path}': {Module.GetType().Name} and {module.GetType().Name}. Give each its own, as in w[\"name\"].");
        Module = module;
    }

    /// <summary>Makes room for the module that a lazy one turns into.</summary>
    internal void Detach() => Module = null;

    /// <summary>The shape of a value that will be read from a state dict, if it has it.</summary>
    internal Shape? ShapeOf(string name) => _source.ShapeOf(Join(name));

    /// <summary>Adds to a finished model: values are created, not read.</summary>
    internal void AddFresh(Action add)
    {
        _source.FreshOnly = true;
        try
        {
            add();
        }
        finally
        {
            _source.FreshOnly = false;
        }
    }

    /// <summary>Takes a parameter off the list; false if it is not there.</summary>
    internal bool Remove(Parameter parameter) => _parameters.Remove(parameter) || _late.Remove(parameter);

    /// <summary>Puts a parameter behind all others, also those to come.</summary>
    internal void Defer(Parameter parameter)
    {
        _parameters.Remove(parameter);
        _late.Add(parameter);
    }

    /// <summary>Puts a parameter on the list.</summary>
    internal void Restore(Parameter parameter) => _parameters.Add(parameter);

    /// <summary>Takes a child off.</summary>
    internal void RemoveChild(string name) => _children.RemoveAll(child => child._name == name);

    private string Join(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    private void CheckNew(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (OwnParameters.Any(parameter => parameter.Name == Join(name)) || _buffers.Any(buffer => buffer.Name == Join(name)))
            throw new InvalidOperationException($"The name '{Join(name)}' is already taken in this model.");
    }
}
