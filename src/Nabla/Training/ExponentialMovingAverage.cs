namespace Nabla.Training;

/// <summary>A running average of a model's parameters, which often predicts better than the parameters themselves.</summary>
/// <remarks>
/// a = d·a + (1 - d)·θ after each step, with d growing as min(decay, (1 + n) / (10 + n)) while it warms up. Buffers are copied, or averaged
/// like the parameters: running statistics that belong to the last weights fit averaged ones badly while the rate is high. Half-precision parameters are averaged in float32. Polyak and Juditsky 1992; Tan and Le 2019 for the warm-up.
/// </remarks>
[Export("training.ExponentialMovingAverage")]
public sealed class ExponentialMovingAverage
{
    private readonly WeightAverage _average;
    private readonly bool _warmUp;

    /// <summary>Starts from the present values.</summary>
    /// <param name="module">The model that is trained.</param>
    /// <param name="decay">Share of the average that each update keeps, in [0, 1).</param>
    /// <param name="warmUp">Use a smaller decay during the first updates.</param>
    /// <param name="buffers">Average floating-point buffers, such as running statistics, as well, rather than copy them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of its range.</exception>
    public ExponentialMovingAverage(Module module, double decay = 0.999, bool warmUp = false, bool buffers = false)
    {
        if (!(decay is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, "The decay must be at least 0 and below 1.");
        (_average, Decay, _warmUp) = (new(module, buffers), decay, warmUp);
    }

    /// <summary>The decay after the warm-up.</summary>
    public double Decay { get; }

    /// <summary>How often <see cref="Update"/> has been called.</summary>
    public long Updates => _average.Updates;

    /// <summary>The averages under the keys of the module's state dict; the live tensors.</summary>
    public StateDict Averages => _average.Averages;

    /// <summary>The decay of the next update.</summary>
    public double CurrentDecay => _warmUp ? Math.Min(Decay, (1.0 + Updates) / (10 + Updates)) : Decay;

    /// <summary>Takes the module's present values into the average; call after the optimiser's step. One pass over memory.</summary>
    /// <exception cref="InvalidOperationException">The averages are swapped in.</exception>
    public void Update() => _average.Update(1 - CurrentDecay);

    /// <summary>Puts the averages into the module until the result is disposed: <c>using (average.Swap()) Evaluate(model);</c></summary>
    /// <exception cref="InvalidOperationException">They are swapped in already.</exception>
    public IDisposable Swap() => _average.Swap();

    /// <summary>The averages and the number of updates, in the layout of PyTorch's <c>AveragedModel</c>: <c>n_averaged</c> and <c>module.*</c>. The tensors are the live ones.</summary>
    public StateDict SaveState() => _average.SaveState();

    /// <summary>Goes back to a saved state, copying its tensors.</summary>
    /// <exception cref="StateDictException">Lists all missing, unexpected and misshapen keys; nothing was changed.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state) => _average.LoadState(state);
}
