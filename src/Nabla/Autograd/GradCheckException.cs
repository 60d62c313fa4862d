namespace Nabla;

/// <summary>An analytic gradient does not agree with finite differences.</summary>
[Export("autograd.GradCheckException")]
public sealed class GradCheckException : Exception
{
    /// <summary>Creates the exception without details.</summary>
    public GradCheckException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public GradCheckException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public GradCheckException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
