namespace Nabla;

/// <summary>A part of a model: parameters, buffers and children under one path, and a forward pass.</summary>
/// <remarks>
/// Derive, take a <see cref="Weights"/> cursor, create parameters and children from it, and override <see cref="Forward"/>.
/// Call a module through <see cref="Call"/>, which runs hooks around <see cref="Forward"/>.
/// </remarks>
[Export("nn.Module")]
public abstract partial class Module
{
    private readonly Weights _weights;
    private List<Func<Module, Tensor, Tensor?>>? _preHooks;
    private List<Func<Module, Tensor, Tensor, Tensor?>>? _hooks;

    /// <summary>Takes its place in the model.</summary>
    /// <exception cref="InvalidOperationException">Another module already stands at this path.</exception>
    protected Module(Weights w)
    {
        ArgumentNullException.ThrowIfNull(w);
        _weights = w;
        w.Attach(this);
    }

    /// <summary>Path in the model; empty for the root.</summary>
    [Export("nn.Module.path")]
    public string Path => _weights.Path;

    /// <summary>In training mode? Dropout and batch normalisation behave differently.</summary>
    [Export("nn.Module.training")]
    public bool IsTraining { get; private set; } = true;

    /// <summary>The generator of the model, for random layers.</summary>
    protected Generator Generator => _weights.Generator;

    /// <summary>The forward pass. Call it through <see cref="Call"/>.</summary>
    /// <exception cref="NotSupportedException">The module takes several inputs; it has a method of its own.</exception>
    [Export("nn.Module.forward")]
    public virtual Tensor Forward(Tensor x) =>
        throw new NotSupportedException($"{GetType().Name} does not map one tensor to one tensor; see its own methods.");

    /// <summary>Runs the module with its hooks.</summary>
    [Export("nn.Module.call")]
    public Tensor Call(Tensor x)
    {
        if (!HasHooks && !ModuleObserver.IsActive) return Forward(x);
        foreach (Func<Module, Tensor, Tensor?> hook in _preHooks ?? []) x = hook(this, x) ?? x;
        Tensor y = Observed(x, Forward);
        foreach (Func<Module, Tensor, Tensor, Tensor?> hook in _hooks ?? []) y = hook(this, x, y) ?? y;
        return y;
    }

    /// <summary>Runs a model with any number of inputs and outputs, for tools; by default one of each.</summary>
    /// <exception cref="ArgumentException">The number of inputs does not fit.</exception>
    [Export("nn.Module.run")]
    public virtual IReadOnlyList<Tensor> Run(IReadOnlyList<Tensor> inputs)
    {
        if (inputs.Count != 1) throw new ArgumentException($"{GetType().Name} takes one input; got {inputs.Count}.", nameof(inputs));
        return [Call(inputs[0])];
    }

    /// <summary>Calls <paramref name="hook"/> with the input before each forward pass; a non-null result replaces it.</summary>
    /// <returns>Dispose to remove the hook.</returns>
    [Export("nn.Module.register_forward_pre_hook")]
    public IDisposable RegisterForwardPreHook(Func<Module, Tensor, Tensor?> hook) => Hook.Add(_preHooks ??= [], hook);

    /// <summary>Calls <paramref name="hook"/> with input and output after each forward pass; a non-null result replaces the output.</summary>
    /// <returns>Dispose to remove the hook.</returns>
    [Export("nn.Module.register_forward_hook")]
    public IDisposable RegisterForwardHook(Func<Module, Tensor, Tensor, Tensor?> hook) => Hook.Add(_hooks ??= [], hook);

    /// <summary>Calls <paramref name="hook"/> with the gradient of the output on the way back; a non-null result replaces it.</summary>
    /// <returns>Dispose to remove the hook.</returns>
    [Export("nn.Module.register_full_backward_hook")]
    public IDisposable RegisterBackwardHook(Func<Module, Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterForwardHook((module, _, y) =>
        {
            if (y.RequiresGrad) y.RegisterHook(gradient => hook(module, gradient));
            return null;
        });
    }

    /// <summary>Switches this module and all below it to training, or to evaluation.</summary>
    /// <returns>The module itself.</returns>
    [Export("nn.Module.train")]
    public Module Train(bool training = true)
    {
        foreach (Module module in Modules()) module.IsTraining = training;
        return this;
    }

    /// <summary>Switches this module and all below it to evaluation.</summary>
    /// <returns>The module itself.</returns>
    [Export("nn.Module.eval")]
    public Module Eval() => Train(false);

    /// <summary>This module and all below it, parents before children.</summary>
    [Export("nn.Module.modules")]
    public IEnumerable<Module> Modules() => NamedModules().Select(pair => pair.Module);

    /// <summary>This module and all below it with their paths, parents before children.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules() =>
        Walk().Where(cursor => cursor.Module is not null).Select(cursor => (cursor.Path, cursor.Module!));

    /// <summary>The modules directly below this one.</summary>
    public IEnumerable<(string Name, Module Module)> NamedChildren() => ChildrenOf(_weights, string.Empty);

    /// <summary>All parameters with their full names, in PyTorch's order.</summary>
    [Export("nn.Module.parameters")]
    public IEnumerable<Parameter> Parameters() => Walk().SelectMany(cursor => cursor.OwnParameters);

    /// <summary>All buffers, persistent or not.</summary>
    [Export("nn.Module.buffers")]
    public IEnumerable<ModuleBuffer> Buffers() => Walk().SelectMany(cursor => cursor.OwnBuffers);

    /// <summary>Applies an action to this module and all below it, children first.</summary>
    /// <returns>The module itself.</returns>
    [Export("nn.Module.apply")]
    public Module Apply(Action<Module> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (Module module in Modules().Reverse()) action(module);
        return this;
    }

    /// <summary>Forgets all gradients, which gives their memory back.</summary>
    [Export("nn.Module.zero_grad")]
    public void ZeroGrad()
    {
        foreach (Parameter parameter in Parameters())
        {
            parameter.Grad?.Dispose();
            parameter.Grad = null;
        }
    }

    /// <summary>Freezes or unfreezes all parameters.</summary>
    /// <returns>The module itself.</returns>
    [Export("nn.Module.requires_grad_")]
    public Module SetTrainable(bool trainable)
    {
        foreach (Parameter parameter in Parameters()) parameter.Trainable = trainable;
        return this;
    }

    /// <summary>Converts all floating-point parameters and buffers.</summary>
    /// <returns>The module itself.</returns>
    [Export("nn.Module.to")]
    public Module To(DType type)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        foreach (Parameter parameter in Parameters())
        {
            if (parameter.Value.DType != type) parameter.Replace(parameter.Value.Detach().To(type));
        }
        foreach (ModuleBuffer buffer in Buffers())
        {
            if (buffer.Value.DType.IsFloating()) buffer.Value = buffer.Value.To(type).Persist();
        }
        return this;
    }

    /// <summary>The module's place.</summary>
    internal Weights Cursor => _weights;

    /// <summary>Tells the shapes of values that are about to be loaded, by full name; null for unknown ones.</summary>
    internal virtual void Expect(Func<string, Shape?> shapeOf)
    {
    }

    /// <summary>Does anybody look at this module's input or output, or replace them?</summary>
    internal bool HasHooks => _preHooks is { Count: > 0 } || _hooks is { Count: > 0 };

    /// <summary>Does anybody look at what goes into this module, comes out of it or happens inside: hooks, or an observer of this thread? A module that does the work of its parts at once asks them.</summary>
    [Export("nn.Module.is_watched")]
    public bool IsWatched => HasHooks || ModuleObserver.IsActive || OpObserver.IsActive;

    private protected Tensor Observed(Tensor x, Func<Tensor, Tensor> forward)
    {
        ModuleObserver.Enter(this, x);
        Tensor y = forward(x);
        ModuleObserver.Leave(this, y);
        return y;
    }

    private static IEnumerable<(string Name, Module Module)> ChildrenOf(Weights cursor, string prefix)
    {
        foreach (Weights child in cursor.Children)
        {
            string name = prefix.Length == 0 ? child.Name : $"{prefix}.{child.Name}";
            if (child.Module is { } module) yield return (name, module);
            else foreach ((string, Module) deeper in ChildrenOf(child, name)) yield return deeper;
        }
    }

    private IEnumerable<Weights> Walk()
    {
        Stack<Weights> open = new([_weights]);
        while (open.TryPop(out Weights? cursor))
        {
            yield return cursor;
            for (int i = cursor.Children.Count - 1; i >= 0; i--) open.Push(cursor.Children[i]);
        }
    }
}
