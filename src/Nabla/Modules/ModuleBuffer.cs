namespace Nabla;

/// <summary>A tensor that belongs to a module's state but is not trained, such as running statistics.</summary>
[Export("nn.ModuleBuffer")]
public sealed class ModuleBuffer
{
    internal ModuleBuffer(string name, Tensor value, bool persistent)
    {
        Name = name;
        Value = value.Persist();
        Persistent = persistent;
    }

    /// <summary>Full path; the key in a state dict.</summary>
    public string Name { get; }

    /// <summary>The current value.</summary>
    public Tensor Value { get; internal set; }

    /// <summary>Is it part of the state dict?</summary>
    public bool Persistent { get; }

    /// <summary>The value.</summary>
    public static implicit operator Tensor(ModuleBuffer buffer) => buffer.Value;
}
