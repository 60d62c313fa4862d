namespace Nabla.Exports;

/// <summary>A symbol is exported under, or asked for by, a name that is not allowed or does not exist.</summary>
[Export("api.InvalidSymbolNameException")]
public sealed class InvalidSymbolNameException : ArgumentException
{
    /// <summary>Without a message.</summary>
    public InvalidSymbolNameException()
    {
    }

    /// <summary>With a message.</summary>
    public InvalidSymbolNameException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public InvalidSymbolNameException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
