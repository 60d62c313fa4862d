namespace Nabla;

/// <summary>Moves parameters along their gradients.</summary>
/// <remarks>
/// The loop: forward, <c>loss.Backward()</c>, <see cref="Step()"/>, <see cref="ZeroGrad"/>. Numbers, defaults and the saved layout are
/// PyTorch's. Derive from <see cref="Optimizer{TOptions}"/> to add one.
/// </remarks>
[Export("optim.Optimizer")]
public abstract partial class Optimizer
{
    private readonly List<ParameterGroup> _groups = [];
    private readonly Dictionary<Parameter, ParameterState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly OptimizerOptions _defaults;

    /// <summary>Takes groups of parameters.</summary>
    /// <param name="groups">At least one group with a parameter; no parameter twice.</param>
    /// <param name="defaults">Settings for what the groups leave open.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, OptimizerOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(defaults);
        defaults.Validate();
        _defaults = defaults;
        foreach (ParameterGroup group in groups) AddGroup(group);
        if (_states.Count == 0) throw new ArgumentException("There is no parameter to optimise.", nameof(groups));
    }

    /// <summary>The groups, whose settings may be changed at any time.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>Learning rate of the first group; setting it sets all groups.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LearningRate
    {
        get => _groups[0].LearningRate;
        set
        {
            foreach (ParameterGroup group in _groups) group.LearningRate = value;
        }
    }

    /// <summary>Use the backend's one-pass kernels where it has them; otherwise steps are composed of tensor operations. On by default.</summary>
    public bool Fused { get; set; } = true;

    /// <summary>Adds parameters that appear later, such as those of an unfrozen part.</summary>
    /// <exception cref="ArgumentException">A parameter already belongs to the optimiser, or the group has settings of another optimiser.</exception>
    public void AddGroup(ParameterGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (Parameter parameter in group.Parameters)
        {
            if (_states.ContainsKey(parameter)) throw new ArgumentException($"Parameter {parameter.Name} appears in more than one group.", nameof(group));
        }
        group.Adopt(_defaults);
        CheckOptions(group);
        foreach (Parameter parameter in group.Parameters) _states.Add(parameter, new());
        _groups.Add(group);
    }

    /// <summary>Evaluates the loss and its gradients, and moves every parameter.</summary>
    /// <param name="closure">Forgets the old gradients, computes the loss, calls <see cref="Tensor.Backward"/> and returns the loss; some optimisers call it several times.</param>
    /// <returns>The loss before the step.</returns>
    public virtual Tensor Step(Func<Tensor> closure)
    {
        ArgumentNullException.ThrowIfNull(closure);
        Tensor loss;
        using (GradMode.Enable()) loss = closure();
        Step();
        return loss;
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public virtual void Step()
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (ParameterGroup group in _groups)
        {
            for (int i = 0; i < group.Parameters.Count; i++)
            {
                Parameter parameter = group.Parameters[i];
                if (parameter.Grad is not { } gradient) continue;
                using TensorScope scope = TensorScope.Open();
                Tensor value = parameter.Value;
                Update(value, gradient.DType == value.DType ? gradient : gradient.To(value.DType), _states[parameter], group.Options);
            }
        }
    }

    /// <summary>Forgets all gradients, which gives their memory back.</summary>
    public void ZeroGrad()
    {
        foreach (ParameterGroup group in _groups)
        {
            foreach (Parameter parameter in group.Parameters)
            {
                parameter.Grad?.Dispose();
                parameter.Grad = null;
            }
        }
    }

    private protected abstract void Update(Tensor value, Tensor gradient, ParameterState state, OptimizerOptions options);

    private protected abstract void CheckOptions(ParameterGroup group);

    /// <summary>The backend's one-pass kernels, if they are wanted and can work on this value; the change is announced to autograd.</summary>
    private protected IFusedOptimizers? FusedFor(Tensor value)
    {
        if (!Fused || !value.HasData || !value.IsContiguous || value.Backend is not IFusedOptimizers kernels || !kernels.FusesSteps(value.DType)) return null;
        value.Storage.Touch();
        return kernels;
    }

    private protected ParameterState StateOf(Parameter parameter) => _states[parameter];

    private protected static IEnumerable<ParameterGroup> OneGroup(IEnumerable<Parameter> parameters)
    {
        ParameterGroup group = new(parameters);
        if (group.Parameters.Count == 0) throw new ArgumentException("There is no parameter to optimise.", nameof(parameters));
        return [group];
    }
}

/// <summary>An optimiser with settings of its own type.</summary>
/// <typeparam name="TOptions">The settings of a group.</typeparam>
public abstract class Optimizer<TOptions> : Optimizer
    where TOptions : OptimizerOptions
{
    /// <summary>Takes all parameters as one group.</summary>
    /// <exception cref="ArgumentException">There is no parameter, one appears twice, or one is not a leaf.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    protected Optimizer(IEnumerable<Parameter> parameters, TOptions defaults)
        : base(OneGroup(parameters), defaults)
    {
    }

    /// <summary>Takes groups of parameters.</summary>
    /// <exception cref="ArgumentException">There is no parameter, or one appears twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, TOptions defaults)
        : base(groups, defaults)
    {
    }

    /// <summary>Moves one parameter; runs unrecorded and inside a <see cref="TensorScope"/>.</summary>
    /// <param name="value">The parameter, changed in place.</param>
    /// <param name="gradient">Its gradient, of the same shape and dtype, left alone.</param>
    /// <param name="state">What is remembered of it.</param>
    /// <param name="options">The settings of its group.</param>
    protected abstract void Update(Tensor value, Tensor gradient, ParameterState state, TOptions options);

    private protected sealed override void Update(Tensor value, Tensor gradient, ParameterState state, OptimizerOptions options) =>
        Update(value, gradient, state, (TOptions)options);

    private protected sealed override void CheckOptions(ParameterGroup group)
    {
        if (group.Options is not TOptions)
            throw new ArgumentException($"{GetType().Name} takes groups with {typeof(TOptions).Name}; this one has {group.Options.GetType().Name}.", nameof(group));
    }
}
