namespace Nabla;

/// <summary>Lets an op's forward pass hand intermediate values (means, indices, log-sum-exps) to its backward.</summary>
[Export("autograd.ForwardContext")]
public sealed class ForwardContext
{
    private (Tensor Value, bool Owned)[] _saved = [];
    private int _count;

    internal ForwardContext(bool recording) => IsRecording = recording;

    /// <summary>Will there be a backward? When not, nothing needs to be computed for it.</summary>
    public bool IsRecording { get; }

    /// <summary>Keeps a value for backward; ignored when nothing is recorded.</summary>
    public void Save(Tensor value) => Add(value, false);

    /// <summary>Keeps a value that the op made for backward alone: the graph takes the tensor over instead of counting another handle.</summary>
    internal void SaveOwn(Tensor value) => Add(value, true);

    /// <summary>The values kept, in order.</summary>
    internal Tensor[] SavedTensors()
    {
        Tensor[] values = new Tensor[_count];
        for (int i = 0; i < values.Length; i++) values[i] = _saved[i].Value;
        return values;
    }

    /// <summary>The values kept, for the graph.</summary>
    internal SavedTensor[] TakeSaved()
    {
        if (_count == 0) return [];
        SavedTensor[] values = new SavedTensor[_count];
        for (int i = 0; i < values.Length; i++) values[i] = new(_saved[i].Value, _saved[i].Owned);
        return values;
    }

    private void Add(Tensor value, bool owned)
    {
        if (!IsRecording) return;
        if (_count == _saved.Length) Array.Resize(ref _saved, Math.Max(2, 2 * _count));
        _saved[_count++] = (value, owned);
    }
}
