namespace Nabla;

/// <summary>A value kept for backward: a handle of its own and the version it had.</summary>
internal sealed class SavedTensor
{
    private readonly Tensor _handle;
    private readonly int _version;

    public SavedTensor(Tensor value)
    {
        _handle = value.Alias();
        _version = value.StorageOrNull?.Version ?? 0;
    }

    /// <summary>The value, checked against changes in place since it was saved.</summary>
    public Tensor Unpack(string op)
    {
        int now = _handle.StorageOrNull?.Version ?? 0;
        if (now != _version)
        {
            throw new InvalidOperationException(
                $"A value of shape {_handle.Shape} needed by the gradient of {op} was changed in place: it is at version {now}, expected version {_version}. Clone it before changing it.");
        }
        return _handle;
    }

    public void Release() => _handle.Dispose();
}
