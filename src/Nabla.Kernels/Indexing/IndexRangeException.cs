namespace Nabla.Kernels.Indexing;

/// <summary>An index points outside the axis it selects from.</summary>
public sealed class IndexRangeException : ArgumentOutOfRangeException
{
    /// <summary>Creates the exception without details.</summary>
    public IndexRangeException() { }

    /// <summary>Creates the exception with a message only.</summary>
    public IndexRangeException(string message) : base(null, message) { }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public IndexRangeException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Names the bad index, where it stands and what would have been valid.</summary>
    /// <param name="index">The offending value.</param>
    /// <param name="position">Its flat position among the indices.</param>
    /// <param name="size">Length of the indexed axis.</param>
    /// <param name="wraps">Whether negative indices count from the end.</param>
    public IndexRangeException(long index, long position, long size, bool wraps)
        : base(nameof(index), Describe(index, position, size, wraps))
    {
        Index = index;
        Position = position;
        Size = size;
    }

    /// <summary>The offending value.</summary>
    public long Index { get; }

    /// <summary>Flat position of the value among the indices.</summary>
    public long Position { get; }

    /// <summary>Length of the indexed axis.</summary>
    public long Size { get; }

    private static string Describe(long index, long position, long size, bool wraps)
    {
        string where = $"Index {index} at position {position} is out of range for an axis of size {size}";
        return size == 0
            ? where + " (an empty axis has no valid index)."
            : where + $" (valid: {(wraps ? -size : 0)}..{size - 1}).";
    }
}
