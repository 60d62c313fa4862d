namespace Nabla;

/// <summary>A matrix is singular, not positive definite, or holds NaN or infinity, where that has no answer.</summary>
[Export("linalg.LinAlgError")]
public sealed class LinearAlgebraException : ArithmeticException
{
    /// <summary>Without a message.</summary>
    public LinearAlgebraException()
    {
    }

    /// <summary>With a message.</summary>
    public LinearAlgebraException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public LinearAlgebraException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
