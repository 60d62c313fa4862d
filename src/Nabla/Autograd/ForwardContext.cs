namespace Nabla;

/// <summary>Lets an op's forward pass hand intermediate values (means, indices, log-sum-exps) to its backward.</summary>
[Export("autograd.ForwardContext")]
public sealed class ForwardContext
{
    private List<Tensor>? _saved;

    internal ForwardContext(bool recording) => IsRecording = recording;

    /// <summary>Will there be a backward? When not, nothing needs to be computed for it.</summary>
    public bool IsRecording { get; }

    internal List<Tensor>? SavedTensors => _saved;

    /// <summary>Keeps a value for backward; ignored when nothing is recorded.</summary>
    public void Save(Tensor value)
    {
        if (IsRecording) (_saved ??= []).Add(value);
    }
}
