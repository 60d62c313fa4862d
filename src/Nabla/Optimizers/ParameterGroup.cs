namespace Nabla;

/// <summary>Parameters that are trained with the same settings.</summary>
/// <remarks>
/// Settings that are not given come from the optimiser the group is handed to:
/// <code>
/// new AdamW([new ParameterGroup(backbone.Parameters()) { LearningRate = 1e-5 }, new ParameterGroup(head.Parameters())], new(LearningRate: 1e-3));
/// </code>
/// </remarks>
[Export("optim.ParameterGroup")]
public sealed class ParameterGroup
{
    private OptimizerOptions? _options;
    private double? _learningRate;
    private double? _weightDecay;

    /// <summary>A group of parameters.</summary>
    /// <param name="parameters">The parameters, each once.</param>
    /// <param name="options">All settings at once, of the optimiser's own type; those of the optimiser when omitted.</param>
    /// <exception cref="ArgumentException">A parameter is listed twice, or its value is the result of recorded operations rather than a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public ParameterGroup(IEnumerable<Parameter> parameters, OptimizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = [.. parameters];
        HashSet<Parameter> seen = new(ReferenceEqualityComparer.Instance);
        foreach (Parameter parameter in Parameters)
        {
            if (parameter is null) throw new ArgumentException("A parameter is null.", nameof(parameters));
            if (!seen.Add(parameter)) throw new ArgumentException($"Parameter {parameter.Name} appears twice in the group.", nameof(parameters));
            if (!parameter.Value.IsLeaf)
                throw new ArgumentException($"Parameter {parameter.Name} holds the result of {parameter.Value.GradFn}; only leaves can be optimised. Detach its value first.", nameof(parameters));
        }
        options?.Validate();
        _options = options;
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>All settings, of the optimiser's own type.</summary>
    /// <exception cref="InvalidOperationException">Read before the group belongs to an optimiser.</exception>
    /// <exception cref="ArgumentException">The new settings are of another optimiser.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public OptimizerOptions Options
    {
        get => _options ?? throw new InvalidOperationException("The group has no settings yet; give it to an optimiser first.");
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (_options is not null && _options.GetType() != value.GetType())
                throw new ArgumentException($"The group has {_options.GetType().Name}; got {value.GetType().Name}.", nameof(value));
            value.Validate();
            _options = value;
        }
    }

    /// <summary>Step length, not negative. Schedules set it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LearningRate
    {
        get => _learningRate ?? Options.LearningRate;
        set
        {
            OptimizerOptions.NotNegative(value, nameof(LearningRate));
            if (_options is null) _learningRate = value;
            else _options = _options with { LearningRate = value };
        }
    }

    /// <summary>Strength of the weight decay, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double WeightDecay
    {
        get => _weightDecay ?? Options.WeightDecay;
        set
        {
            OptimizerOptions.NotNegative(value, nameof(WeightDecay));
            if (_options is null) _weightDecay = value;
            else _options = _options with { WeightDecay = value };
        }
    }

    /// <summary>SGD's momentum or Adam's first beta, which schedules may cycle; null when the optimiser has none.</summary>
    public double? Momentum => _options?.CycledMomentum;

    /// <summary>The rate that schedules start from: that of the moment when the first schedule was made.</summary>
    public double? InitialLearningRate { get; internal set; }

    /// <summary>What a schedule keeps with the group, under PyTorch's names; saved and loaded with the optimiser's state.</summary>
    internal Dictionary<string, double> ScheduleSettings { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the settings complete.</summary>
    internal void Adopt(OptimizerOptions defaults)
    {
        OptimizerOptions options = _options ?? defaults;
        Options = options with { LearningRate = _learningRate ?? options.LearningRate, WeightDecay = _weightDecay ?? options.WeightDecay };
        (_learningRate, _weightDecay) = (null, null);
    }

    /// <summary>What a schedule sets; not checked, since a formula may pass 0 by a rounding error.</summary>
    internal void Schedule(double learningRate, double? momentum = null)
    {
        OptimizerOptions options = Options with { LearningRate = learningRate };
        _options = momentum is double factor ? options.WithCycledMomentum(factor) : options;
    }
}
