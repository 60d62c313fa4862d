namespace Nabla;

/// <summary>The average of a model's parameters over the last part of its training, every moment counting alike: stochastic weight averaging.</summary>
/// <remarks>
/// aₙ = aₙ₋₁ + (θ - aₙ₋₁) / n; with a decay d instead aₙ = d aₙ₋₁ + (1 - d) θ, the first update copying. Buffers are copied unless they are averaged too.
/// Use with <see cref="SWALR"/>, and <see cref="UpdateBatchNorm"/> at the end. Keys and semantics of <c>torch.optim.swa_utils.AveragedModel</c>.
/// Izmailov et al. 2018, "Averaging weights leads to wider optima and better generalization".
/// </remarks>
[Export("optim.swa_utils.AveragedModel")]
public sealed class AveragedModel
{
    private readonly WeightAverage _average;
    private readonly double? _decay;

    /// <summary>An average with nothing in it yet.</summary>
    /// <param name="module">The model that is trained.</param>
    /// <param name="decay">Share of the average that each update keeps, in [0, 1), for an exponential average; null for the plain one.</param>
    /// <param name="useBuffers">Average floating-point buffers too, such as running statistics.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public AveragedModel(Module module, double? decay = null, bool useBuffers = false)
    {
        if (decay is not (null or (>= 0 and < 1))) throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay must be at least 0 and below 1.");
        _average = new(module, useBuffers);
        _decay = decay;
    }

    /// <summary>The averages under the keys of the module's state dict; the live tensors.</summary>
    public StateDict Averages => _average.Averages;

    /// <summary>How many moments are averaged.</summary>
    public long Updates => _average.Updates;

    /// <summary>Takes the model's present values into the average.</summary>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public void Update() => _average.Update(Updates == 0 ? 1 : 1 - (_decay ?? ((double)Updates / (Updates + 1))));

    /// <summary>Puts the averages into the model until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">They are swapped in already.</exception>
    public IDisposable Swap() => _average.Swap();

    /// <summary>Copies the averages into a model of the same kind.</summary>
    /// <exception cref="StateDictException">The model has other keys or shapes.</exception>
    public void CopyTo(Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _average.CopyTo(module);
    }

    /// <summary>PyTorch's layout: <c>n_averaged</c> and <c>module.*</c>. The tensors are the live ones.</summary>
    public StateDict SaveState() => _average.SaveState();

    /// <summary>Goes back to a saved state, copying its tensors.</summary>
    /// <exception cref="StateDictException">Lists all missing, unexpected and misshapen keys; nothing was changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state) => _average.LoadState(state);

    /// <summary>Computes the running statistics of a model's batch normalisations afresh, as the plain mean over all batches: needed once its parameters are averages.</summary>
    /// <param name="batches">Inputs of the model.</param>
    /// <param name="model">The model; its mode (training or not) is as before afterwards. Nothing happens without batch normalisation.</param>
    [Export("optim.swa_utils.update_bn")]
    public static void UpdateBatchNorm(IEnumerable<Tensor> batches, Module model)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(model);
        BatchNormBase[] norms = [.. model.Modules().OfType<BatchNormBase>().Where(norm => norm.RunningMean is not null)];
        if (norms.Length == 0) return;
        (Module Module, bool Training)[] modes = [.. model.Modules().Select(module => (module, module.IsTraining))];
        using GradMode.Restore grad = GradMode.NoGrad();
        try
        {
            model.Train();
            foreach (BatchNormBase norm in norms) norm.StartStatistics(cumulative: true);
            foreach (Tensor batch in batches)
            {
                using TensorScope scope = TensorScope.Open();
                model.Call(batch);
            }
        }
        finally
        {
            foreach (BatchNormBase norm in norms) norm.EndStatistics();
            // Parents come first, and setting one sets all below it.
            foreach ((Module module, bool training) in modes) module.Train(training);
        }
    }
}
