namespace Nabla;

/// <summary>A value kept for backward: a handle of its own and the version it had, or what <see cref="SavedTensorHooks"/> made of it.</summary>
/// <remarks>
/// The handle is a count on the storage, not a tensor: backward reads through the tensor that was kept while that is whole, and makes
/// another on the same storage when it was disposed meanwhile. Exactly one <see cref="Release"/> belongs to each value kept.
/// What autograd knew of the value then is for its owner to remember: an input's is where its gradient goes.
/// </remarks>
internal struct SavedTensor
{
    // A tensor, or a packed value; null when nothing is kept.
    private object? _value;
    private readonly int _version;
    private readonly bool _owned;
    private readonly byte _type;

    /// <summary>Keeps nothing but an element type.</summary>
    /// <param name="type">The type.</param>
    public SavedTensor(DType type) => _type = (byte)type;

    /// <summary>Keeps a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="owned">Take over the handle of a tensor nobody else sees, rather than count another.</param>
    public SavedTensor(Tensor value, bool owned = false)
        : this(value.DType)
    {
        if (SavedTensorHooks.Current is { } hooks && value.HasData)
        {
            _value = new PackedTensor(hooks, value);
            return;
        }
        _value = value;
        if (value.StorageOrNull is not { } storage) return;
        _version = storage.Version;
        _owned = owned;
        if (owned)
        {
            value.Persist();
            return;
        }
        storage.AddHandle();
        value.Saved(true);
    }

    /// <summary>The value's element type.</summary>
    public readonly DType Type => (DType)_type;

    /// <summary>Is there a value?</summary>
    public readonly bool IsKept => _value is not null;

    /// <summary>The value, checked against changes in place since it was saved; null when none was kept.</summary>
    /// <param name="op">Whose gradient reads it.</param>
    /// <param name="state">What autograd knew of it when it was kept; null for a constant.</param>
    public readonly Tensor? Unpack(Op op, GraphNode? state) => _value switch
    {
        null => null,
        Tensor tensor when (tensor.RawStorage?.Version ?? 0) == _version => tensor.Restored(state),
        _ => Unpack(op.Name, state),
    };

    /// <summary>The value, checked against changes in place since it was saved.</summary>
    public readonly Tensor Unpack(string op, GraphNode? state)
    {
        if (_value is PackedTensor packed) return packed.Unpack(op, state);
        var tensor = (Tensor)_value!;
        int now = tensor.RawStorage?.Version ?? 0;
        if (now != _version)
        {
            throw new InvalidOperationException(
                $"A value of shape {tensor.Shape} needed by the gradient of {op} was changed in place: it is at version {now}, expected version {_version}. Clone it before changing it.");
        }
        return tensor.Restored(state);
    }

    /// <summary>Lets the value go.</summary>
    public void Release()
    {
        if (_value is PackedTensor packed) packed.Release();
        else if (_value is Tensor tensor && _owned) tensor.Dispose();
        else if (_value is Tensor { RawStorage: { } storage } shared)
        {
            shared.Saved(false);
            storage.DropHandle();
        }
        _value = null;
    }
}

/// <summary>A value that the forward pass handed over, or the output, with what autograd knew of it.</summary>
/// <param name="value">The value.</param>
/// <param name="owned">See <see cref="SavedTensor(Tensor, bool)"/>.</param>
internal struct SavedValue(Tensor value, bool owned = false)
{
    private readonly GraphNode? _state = value.State;
    private SavedTensor _saved = new(value, owned);

    /// <summary>The value, checked against changes in place since it was saved.</summary>
    public readonly Tensor Unpack(Op op) => _saved.Unpack(op, _state)!;

    /// <summary>The value, checked against changes in place since it was saved.</summary>
    public readonly Tensor Unpack(string op) => _saved.Unpack(op, _state);

    /// <summary>Lets the value go.</summary>
    public void Release() => _saved.Release();
}

/// <summary>What the hooks in force made of a kept value.</summary>
internal sealed class PackedTensor : IReleasable
{
    private readonly SavedTensorHooks _hooks;
    private readonly Shape _shape;
    private readonly DType _type;
    private object? _packed;

    public PackedTensor(SavedTensorHooks hooks, Tensor value)
    {
        (_hooks, _shape, _type) = (hooks, value.Shape, value.DType);
        using GradMode.Restore mode = GradMode.NoGrad();
        using ForwardAD.Suspension calm = ForwardAD.Suspend();
        _packed = hooks.Pack(value.Detach().Persist()) ?? throw new InvalidOperationException("The pack hook returned null.");
    }

    public Tensor Unpack(string op, GraphNode? state)
    {
        using ForwardAD.Suspension calm = ForwardAD.Suspend();
        Tensor value = _hooks.Unpack(_packed!) ?? throw new InvalidOperationException("The unpack hook returned null.");
        if (value.Shape != _shape || value.DType != _type)
        {
            throw new InvalidOperationException(
                $"The unpack hook returned {value.DType.Name()} {value.Shape} to the gradient of {op}; packed was {_type.Name()} {_shape}.");
        }
        return new Tensor(value.Backend, value.StorageOrNull, value.DType, value.Shape, value.StrideArray, value.Offset, state).Persist();
    }

    public void Release()
    {
        (_packed as IReleasable)?.Release();
        _packed = null;
    }
}

/// <summary>A packed value with something to give back as soon as backward has used it.</summary>
internal interface IReleasable
{
    /// <summary>Gives it back.</summary>
    void Release();
}
