namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>A class or function named by a pickle. It is only a name: nothing was imported or executed.</summary>
/// <param name="Module">Dotted module.</param>
/// <param name="Name">Name within the module.</param>
[Export("formats.pytorch.pickle.PickleGlobal")]
public sealed record PickleGlobal(string Module, string Name)
{
    /// <summary>Module and name with a dot between.</summary>
    public string FullName => $"{Module}.{Name}";

    /// <inheritdoc/>
    public override string ToString() => FullName;
}

/// <summary>An object of a class Nabla does not know, kept as data: what would have been called, with which arguments and state.</summary>
/// <remarks>Made only when <see cref="UnknownGlobals.Opaque"/> was asked for. Nothing was imported or executed.</remarks>
/// <param name="typeName">Full Python name of the class or function.</param>
/// <param name="arguments">Arguments of the call that would have made the object.</param>
[Export("formats.pytorch.pickle.PickleOpaque")]
public sealed class PickleOpaque(string typeName, PickleTuple arguments)
{
    /// <summary>Full Python name of the class or function.</summary>
    public string TypeName => typeName;

    /// <summary>Arguments of the call that would have made the object.</summary>
    public PickleTuple Arguments => arguments;

    /// <summary>State that would have been set on it, usually its attributes as a <see cref="PickleDict"/>.</summary>
    public object? State { get; internal set; }

    /// <summary>Elements that would have been appended to it (a list subclass).</summary>
    public IReadOnlyList<object?> Items => AppendedItems ?? (IReadOnlyList<object?>)[];

    /// <summary>Entries that would have been set on it (a dictionary subclass).</summary>
    public PickleDict Entries { get; } = new();

    internal List<object?>? AppendedItems { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"<{typeName}>";
}
