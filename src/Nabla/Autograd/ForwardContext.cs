namespace Nabla;

/// <summary>Lets an op's forward pass hand intermediate values (means, indices, log-sum-exps) to its backward.</summary>
[Export("autograd.ForwardContext")]
public sealed class ForwardContext
{
    private const int MostSpare = 4;

    // Contexts of this thread that only the library's own ops saw, for the next ones.
    [ThreadStatic]
    private static Stack<ForwardContext>? _spare;

    private readonly bool _lent;
    private (Tensor Value, bool Owned)[] _saved = [];
    private int _count;

    private ForwardContext(bool recording, bool lent) => (IsRecording, _lent) = (recording, lent);

    /// <summary>Keeps nothing.</summary>
    internal static ForwardContext Unrecorded { get; } = new(false, lent: true);

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

    /// <summary>A context for one run of an op; given back by <see cref="Return"/>.</summary>
    internal static ForwardContext For(NaryOp op) =>
        op.IsForeign ? new(true, lent: true) : _spare is { Count: > 0 } spare ? spare.Pop() : new(true, lent: false);

    /// <summary>Takes the context back, unless code outside the library may still hold it.</summary>
    internal void Return()
    {
        if (_lent || (_spare ??= new()).Count >= MostSpare) return;
        Array.Clear(_saved);
        _count = 0;
        _spare.Push(this);
    }

    /// <summary>The values kept, for the graph, with room for some more.</summary>
    internal SavedValue[] TakeSaved(int more)
    {
        if (_count + more == 0) return [];
        SavedValue[] values = new SavedValue[_count + more];
        for (int i = 0; i < _count; i++) values[i] = new(_saved[i].Value, _saved[i].Owned);
        return values;
    }

    private void Add(Tensor value, bool owned)
    {
        if (!IsRecording) return;
        if (_count == _saved.Length) Array.Resize(ref _saved, Math.Max(2, 2 * _count));
        _saved[_count++] = (value, owned);
    }
}
