namespace Nabla;

/// <summary>A value kept for backward: a handle of its own and the version it had, or what <see cref="SavedTensorHooks"/> made of it.</summary>
internal sealed class SavedTensor
{
    private readonly Tensor? _handle;
    private readonly int _version;
    private readonly SavedTensorHooks? _hooks;
    private readonly AutogradState? _state;
    private readonly (Shape Shape, DType Type) _kind;
    private object? _packed;

    public SavedTensor(Tensor value)
    {
        if (SavedTensorHooks.Current is { } hooks && value.HasData)
        {
            (_hooks, _state, _kind) = (hooks, value.State, (value.Shape, value.DType));
            using GradMode.Restore mode = GradMode.NoGrad();
            using ForwardAD.Suspension calm = ForwardAD.Suspend();
            _packed = hooks.Pack(value.Detach().Persist()) ?? throw new InvalidOperationException("The pack hook returned null.");
            return;
        }
        _handle = value.Alias();
        _version = value.StorageOrNull?.Version ?? 0;
    }

    /// <summary>The value, checked against changes in place since it was saved; the op's name is not needed unless the check fails.</summary>
    public Tensor Unpack(Op op) => _handle is not null && (_handle.StorageOrNull?.Version ?? 0) == _version ? _handle : Unpack(op.Name);

    /// <summary>The value, checked against changes in place since it was saved.</summary>
    public Tensor Unpack(string op)
    {
        if (_handle is null) return Restore(op);
        int now = _handle.StorageOrNull?.Version ?? 0;
        if (now != _version)
        {
            throw new InvalidOperationException(
                $"A value of shape {_handle.Shape} needed by the gradient of {op} was changed in place: it is at version {now}, expected version {_version}. Clone it before changing it.");
        }
        return _handle;
    }

    public void Release()
    {
        _handle?.Dispose();
        (_packed as IReleasable)?.Release();
        _packed = null;
    }

    private Tensor Restore(string op)
    {
        using ForwardAD.Suspension calm = ForwardAD.Suspend();
        Tensor value = _hooks!.Unpack(_packed!) ?? throw new InvalidOperationException("The unpack hook returned null.");
        if (value.Shape != _kind.Shape || value.DType != _kind.Type)
        {
            throw new InvalidOperationException(
                $"The unpack hook returned {value.DType.Name()} {value.Shape} to the gradient of {op}; packed was {_kind.Type.Name()} {_kind.Shape}.");
        }
        return new Tensor(value.Backend, value.StorageOrNull, value.DType, value.Shape, value.StrideArray, value.Offset, _state).Persist();
    }
}

/// <summary>A packed value with something to give back as soon as backward has used it.</summary>
internal interface IReleasable
{
    /// <summary>Gives it back.</summary>
    void Release();
}
