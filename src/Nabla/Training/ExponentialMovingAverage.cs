namespace Nabla.Training;

/// <summary>A running average of a model's parameters, which often predicts better than the parameters themselves.</summary>
/// <remarks>
/// a = d·a + (1 - d)·θ after each step, with d growing as min(decay, (1 + n) / (10 + n)) while it warms up. Buffers, such as running
/// statistics, are copied. Half-precision parameters are averaged in float32. Polyak and Juditsky 1992; Tan and Le 2019 for the warm-up.
/// </remarks>
[Export("training.ExponentialMovingAverage")]
public sealed class ExponentialMovingAverage
{
    private const string Counter = "n_averaged";
    private const string Prefix = "module.";

    private readonly Module _module;
    private readonly HashSet<string> _parameters;
    private readonly bool _warmUp;
    private bool _swapped;

    /// <summary>Starts from the present values.</summary>
    /// <param name="module">The model that is trained.</param>
    /// <param name="decay">Share of the average that each update keeps, in [0, 1).</param>
    /// <param name="warmUp">Use a smaller decay during the first updates.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public ExponentialMovingAverage(Module module, double decay = 0.999, bool warmUp = false)
    {
        ArgumentNullException.ThrowIfNull(module);
        if (!(decay is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay must be at least 0 and below 1.");
        (_module, Decay, _warmUp) = (module, decay, warmUp);
        string prefix = module.Path.Length == 0 ? string.Empty : module.Path + ".";
        _parameters = [.. module.Parameters().Select(parameter => parameter.Name[prefix.Length..])];
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach ((string key, Tensor value) in module.StateDict())
            Averages.Add(key, (value.DType is DType.Float16 or DType.BFloat16 ? value.To(DType.Float32) : value.Clone()).Persist());
    }

    /// <summary>The decay after the warm-up.</summary>
    public double Decay { get; }

    /// <summary>How often <see cref="Update"/> has been called.</summary>
    public long Updates { get; private set; }

    /// <summary>The averages under the keys of the module's state dict; the live tensors.</summary>
    public StateDict Averages { get; } = new();

    /// <summary>The decay of the next update.</summary>
    public double CurrentDecay => _warmUp ? Math.Min(Decay, (1.0 + Updates) / (10 + Updates)) : Decay;

    /// <summary>Takes the module's present values into the average; call after the optimiser's step.</summary>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public void Update()
    {
        if (_swapped) throw new InvalidOperationException("The averages are swapped in; dispose the swap before updating.");
        double rest = 1 - CurrentDecay;
        using GradMode.Restore mode = GradMode.NoGrad();
        using TensorScope scope = new();
        foreach ((string key, Tensor value) in _module.StateDict())
        {
            Tensor average = Averages[key];
            if (_parameters.Contains(key)) average.AddInPlace((value.To(average.DType) - average).MultiplyInPlace(rest));
            else average.CopyInPlace(value);
        }
        Updates++;
    }

    /// <summary>Puts the averages into the module until the result is disposed: <c>using (average.Swap()) Evaluate(model);</c></summary>
    /// <exception cref="InvalidOperationException">They are swapped in already.</exception>
    public IDisposable Swap()
    {
        if (_swapped) throw new InvalidOperationException("The averages are swapped in already.");
        StateDict kept = _module.StateDict().Clone();
        _module.Load(Averages);
        _swapped = true;
        return new SwapBack(this, kept);
    }

    /// <summary>The averages and the number of updates, in the layout of PyTorch's <c>AveragedModel</c>: <c>n_averaged</c> and <c>module.*</c>. The tensors are the live ones.</summary>
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

    private sealed class SwapBack(ExponentialMovingAverage owner, StateDict kept) : IDisposable
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
