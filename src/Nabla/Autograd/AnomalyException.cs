namespace Nabla;

/// <summary>A NaN appeared while <see cref="AnomalyMode"/> was on; the message names the operation.</summary>
[Export("autograd.AnomalyException")]
public sealed class AnomalyException : ArithmeticException
{
    /// <summary>Creates the exception without a message.</summary>
    public AnomalyException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public AnomalyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    public AnomalyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
