namespace Nabla.Formats.PyTorch.Pickle;

/// <summary>What a pickle may refer to outside itself. The reader calls nothing else.</summary>
internal interface IPickleHost
{
    /// <summary>The value of an allowed global, or null when it is not on the list.</summary>
    object? Resolve(string module, string name);

    /// <summary>The object with that persistent id.</summary>
    object? PersistentLoad(object? id, PickleReader reader);
}

/// <summary>An allowed global that can be called: a function of ours that stands for the Python one.</summary>
internal sealed class PickleFunction(string name, Func<PickleTuple, PickleReader, object?> call)
{
    public string Name => name;

    public object? Call(PickleTuple arguments, PickleReader reader) => call(arguments, reader);
}

/// <summary>An object that takes its content from a later BUILD opcode.</summary>
internal interface IPickleBuildable
{
    void Build(object? state, PickleReader reader);
}
