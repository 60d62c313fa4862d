namespace Nabla.Exports;

/// <summary>A symbol that has names already is exported again, or two symbols share a name.</summary>
[Export("api.SymbolAlreadyExposedException")]
public sealed class SymbolAlreadyExposedException : InvalidOperationException
{
    /// <summary>Without a message.</summary>
    public SymbolAlreadyExposedException()
    {
    }

    /// <summary>With a message.</summary>
    public SymbolAlreadyExposedException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public SymbolAlreadyExposedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
