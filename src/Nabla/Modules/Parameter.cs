namespace Nabla;

/// <summary>A trainable tensor with its place in the model. Converts to its value wherever a tensor is expected.</summary>
[Export("nn.Parameter")]
public sealed class Parameter
{
    private Tensor _value;
    private Func<Tensor>? _compute;

    internal Parameter(string name, Tensor value, bool trainable)
    {
        Name = name;
        _value = value.Persist();
        if (trainable) _value.RequiresGrad = true;
    }

    /// <summary>Full path, such as <c>layer1.0.conv1.weight</c>; the key in a state dict.</summary>
    public string Name { get; }

    /// <summary>The current value; that of a parametrised weight is computed from its originals. May be replaced, for instance by a functional call with other parameters.</summary>
    /// <exception cref="ShapeMismatchException">The new value has another shape.</exception>
    /// <exception cref="InvalidOperationException">The value is computed; replace its originals.</exception>
    public Tensor Value
    {
        get => _compute is null ? _value : _compute();
        set
        {
            if (_compute is not null) throw new InvalidOperationException($"Parameter {Name} is computed from others by a parametrisation; change those.");
            if (value.Shape != _value.Shape)
                throw new ShapeMismatchException($"Parameter {Name} has shape {_value.Shape}; got a value of shape {value.Shape}.", nameof(value));
            _value = value;
        }
    }

    /// <summary>Extents of the value.</summary>
    public Shape Shape => _value.Shape;

    /// <summary>Gradient of the value; null before the first backward pass.</summary>
    public Tensor? Grad
    {
        get => _value.Grad;
        set => _value.Grad = value;
    }

    /// <summary>Does the parameter take part in training?</summary>
    public bool Trainable
    {
        get => _value.RequiresGrad;
        set => _value.RequiresGrad = value;
    }

    /// <summary>The value.</summary>
    public static implicit operator Tensor(Parameter parameter) => parameter.Value;

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} {Shape}";

    internal void Replace(Tensor value)
    {
        bool trainable = Trainable;
        _value = value.Persist();
        if (trainable) _value.RequiresGrad = true;
    }

    /// <summary>Lets the value be computed from now on, or fixes it again with null.</summary>
    internal void ComputeBy(Func<Tensor>? compute) => _compute = compute;
}
