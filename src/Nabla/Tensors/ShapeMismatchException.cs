namespace Nabla;

/// <summary>The shapes of the arguments do not fit together; the message names them and what was expected.</summary>
[Export("ShapeMismatchException")]
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Creates the exception without a message.</summary>
    public ShapeMismatchException()
    {
    }

    /// <summary>Creates the exception with a message that names both shapes.</summary>
    public ShapeMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and the name of the argument at fault.</summary>
    public ShapeMismatchException(string message, string paramName)
        : base(message, paramName)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public ShapeMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
