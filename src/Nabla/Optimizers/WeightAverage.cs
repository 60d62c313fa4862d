using Nabla.Kernels.Optimizers;

namespace Nabla;

/// <summary>Averages of a module's parameters beside it, updated in one pass over memory, with what the module's buffers hold.</summary>
internal sealed class WeightAverage
{
    private const string Counter = "n_averaged";
    private const string Prefix = "module.";

    private readonly List<(Func<Tensor> Live, Tensor Average, bool Averaged)> _entries = [];
    private readonly Module _module;
    private bool _swapped;

    /// <summary>Starts from the present values.</summary>
    /// <param name="module">The module.</param>
    /// <param name="buffers">Average floating-point buffers as well, rather than copy them.</param>
    public WeightAverage(Module module, bool buffers)
    {
        ArgumentNullException.ThrowIfNull(module);
        _module = module;
        string prefix = module.Path.Length == 0 ? string.Empty : module.Path + ".";
        Dictionary<string, (Func<Tensor> Live, bool Averaged)> places = new(StringComparer.Ordinal);
        foreach (Parameter parameter in module.Parameters()) places.Add(parameter.Name, (() => parameter.Value, true));
        foreach (ModuleBuffer buffer in module.Buffers()) places.Add(buffer.Name, (() => buffer.Value, buffers && buffer.Value.DType.IsFloating()));
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((string key, Tensor value) in module.StateDict())
        {
            Tensor average = (value.DType is DType.Float16 or DType.BFloat16 ? value.To(DType.Float32) : value.Clone()).Persist();
            Averages.Add(key, average);
            (Func<Tensor> live, bool averaged) = places[prefix + key];
            _entries.Add((live, average, averaged));
        }
    }

    /// <summary>The averages under the keys of the module's state dict; the live tensors.</summary>
    public StateDict Averages { get; } = new();

    /// <summary>Number of updates.</summary>
    public long Updates { get; private set; }

    /// <summary>Moves every average by a share of its distance to the present value; buffers are copied.</summary>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public void Update(double rest)
    {
        if (_swapped) throw new InvalidOperationException("The averages are swapped in; dispose the swap before updating.");
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((Func<Tensor> live, Tensor average, bool averaged) in _entries)
        {
            Tensor value = live();
            if (!averaged || rest == 1)
            {
                average.CopyInPlace(value.Detach());
                continue;
            }
            using TensorScope scope = TensorScope.Open();
            value = value.Detach().To(average.DType);
            if (average.HasData && average.Backend is IFusedOptimizers kernels && kernels.FusesSteps(average.DType))
            {
                average.Storage.Touch();
                kernels.Step(average, value.Contiguous(), null, null, null, new AverageRule(rest));
            }
            else
            {
                average.AddInPlace((value - average).MultiplyInPlace(rest));
            }
        }
        Updates++;
    }

    /// <summary>Puts the averages into the module until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">They are swapped in already.</exception>
    public IDisposable Swap()
    {
        if (_swapped) throw new InvalidOperationException("The averages are swapped in already.");
        StateDict kept = _module.StateDict().Clone();
        _module.Load(Averages);
        _swapped = true;
        return new SwapBack(this, kept);
    }

    /// <summary>Copies the averages into the module for good.</summary>
    public void CopyTo(Module module) => module.Load(Averages);

    /// <summary><c>n_averaged</c> and <c>module.*</c>; the tensors are the live ones.</summary>
    public StateDict SaveState()
    {
        StateDict state = new();
        state.Add(Counter, Tensor.Of(Updates, DType.Int64).Persist());
        foreach ((string key, Tensor value) in Averages) state.Add(Prefix + key, value);
        return state;
    }

    /// <summary>Goes back to a saved state, copying its tensors.</summary>
    /// <exception cref="StateDictException">Lists all missing, unexpected and misshapen keys; nothing was changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        List<string> misshapen = [];
        StateDict own = SaveState();
        foreach ((string key, Tensor value) in own)
        {
            if (state.TryGetValue(key, out Tensor? given) && given.Shape != value.Shape) misshapen.Add($"{key}: the state has {given.Shape}, the model expects {value.Shape}");
        }
        List<string> missing = [.. own.Keys.Where(key => !state.ContainsKey(key))], unexpected = [.. state.Keys.Where(key => !own.ContainsKey(key))];
        if (missing.Count + unexpected.Count + misshapen.Count > 0) throw new StateDictException(missing, unexpected, misshapen);
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((string key, Tensor value) in Averages) value.CopyInPlace(state[Prefix + key]);
        Updates = state[Counter].Item<long>();
    }

    private sealed class SwapBack(WeightAverage owner, StateDict kept) : IDisposable
    {
        private bool _done;

        public void Dispose()
        {
            if (_done) return;
            _done = true;
            owner._module.Load(kept);
            owner._swapped = false;
        }
    }
}
