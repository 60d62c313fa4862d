namespace Nabla.Formats.PyTorch;

/// <summary>What to do about a Python class or function that is not on the allow list.</summary>
[Export("formats.pytorch.UnknownGlobals")]
public enum UnknownGlobals
{
    /// <summary>Stop with an error that names it.</summary>
    Reject,

    /// <summary>Keep the object as a <see cref="Pickle.PickleOpaque"/>: its name, arguments and state, without executing anything.</summary>
    Opaque,
}

/// <summary>How to read a <c>.pt</c> or <c>.pth</c> file.</summary>
[Export("formats.pytorch.PyTorchReadOptions")]
public sealed record PyTorchReadOptions
{
    /// <summary>The defaults.</summary>
    [Export("formats.pytorch.PyTorchReadOptions.default")]
    public static PyTorchReadOptions Default { get; } = new();

    /// <summary>What to do about unknown classes and functions; an error by default.</summary>
    public UnknownGlobals UnknownGlobals { get; init; }

    /// <summary>True (the default) to compare the checksums of a zip file, which reads every byte of it once.</summary>
    public bool VerifyChecksums { get; init; } = true;

    /// <summary>The longest pickle accepted, in bytes; tensors are not part of it.</summary>
    public long MaxPickleBytes { get; init; } = 256L << 20;

    /// <summary>The most values a pickle may hold, which bounds the memory of the object tree to about a hundred times as many bytes.</summary>
    public long MaxValues { get; init; } = 10_000_000;
}
