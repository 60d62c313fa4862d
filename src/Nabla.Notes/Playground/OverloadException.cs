namespace Nabla.Notes.Playground;

/// <summary>More is asked than can be answered in time.</summary>
internal sealed class OverloadException : Exception
{
    public OverloadException()
    {
    }

    public OverloadException(string message)
        : base(message)
    {
    }

    public OverloadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
