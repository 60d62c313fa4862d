namespace Nabla;

/// <summary>How the value of a parameter comes about from other parameters, which are trained and saved in its place.</summary>
/// <remarks>
/// Ask for one before a module is built, with <see cref="Weights.Parametrize"/>, or afterwards, with <see cref="ParametrizationExtensions"/>. State-dict keys are
/// PyTorch's: <c>parametrizations.weight.original</c> and so on. One object serves one parameter.
/// </remarks>
[Export("nn.utils.parametrize.Parametrization")]
public abstract class Parametrization
{
    private Parameter[]? _held;
    private Weights? _home;

    /// <summary>The parameters that are trained instead.</summary>
    public IReadOnlyList<Parameter> Originals => _held ?? throw new InvalidOperationException("This parametrisation serves no parameter yet.");

    /// <summary>Names and shapes of the parameters that are trained instead of <paramref name="name"/>.</summary>
    /// <param name="name">Name of the parametrised parameter.</param>
    /// <param name="shape">Its shape.</param>
    protected abstract IReadOnlyList<(string Name, Shape Shape)> Describe(string name, Shape shape);

    /// <summary>Values of the originals that give <paramref name="value"/>.</summary>
    protected abstract IReadOnlyList<Tensor> Invert(Tensor value);

    /// <summary>The value.</summary>
    /// <param name="originals">Current values of the originals.</param>
    /// <param name="training">In training mode?</param>
    protected abstract Tensor Compute(IReadOnlyList<Tensor> originals, bool training);

    /// <summary>Creates what else is kept, such as buffers.</summary>
    /// <param name="w">The parametrisation's own place.</param>
    /// <param name="shape">Shape of the parametrised parameter.</param>
    /// <param name="value">Its first value, for initialisers that need it.</param>
    protected virtual void Attach(Weights w, Shape shape, Func<Tensor> value)
    {
    }

    /// <summary>Do the originals stand beside the parameter, rather than under <c>parametrizations</c>?</summary>
    protected virtual bool Beside => false;

    internal void Install(Weights w, string name, Parameter computed, Func<Tensor> first, bool trainable)
    {
        if (_held is not null) throw new InvalidOperationException($"A parametrisation serves one parameter; this one serves {_held[0].Name} already.");
        Tensor? value = null;
        Tensor First()
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            return value ??= first().Persist();
        }
        IReadOnlyList<Tensor>? inverse = null;
        _home = w;
        Weights home = Beside ? w : w["parametrizations"][name];
        IReadOnlyList<(string Name, Shape Shape)> parts = Describe(name, computed.Shape);
        _held = new Parameter[parts.Count];
        for (int i = 0; i < _held.Length; i++)
        {
            int part = i;
            _held[i] = home.Get(parts[i].Name, parts[i].Shape, (target, _) => target.CopyInPlace((inverse ??= Invert(First()))[part]), trainable);
        }
        if (Beside) Array.ForEach(_held, w.Defer);
        Attach(Beside ? w : home["0"], computed.Shape, First);
        value = null;
        computed.ComputeBy(() => Compute([.. _held.Select(original => original.Value)], w.Module?.IsTraining != false));
    }

    /// <summary>Takes the originals off their places.</summary>
    internal void Uninstall(string name)
    {
        foreach (Parameter original in _held!) (Beside ? _home! : _home!["parametrizations"][name]).Remove(original);
        if (!Beside) _home!["parametrizations"].RemoveChild(name);
    }
}
