using System.Globalization;
using System.Text;

namespace Nabla.Formats;

/// <summary>A file is damaged, truncated, hostile or simply not what it claims to be.</summary>
/// <remarks>
/// The message is one line that names the file, the place and what was wrong, fit to be shown to a user as it is:
/// <c>weights.safetensors, at byte 8: the header has 5000000000 bytes; expected at most 100000000</c>.
/// Problems of the operating system (absent files, missing rights, a full disk) stay <see cref="IOException"/>s.
/// </remarks>
[Export("formats.NablaFormatException")]
public class NablaFormatException : FormatException
{
    /// <summary>An error without further facts.</summary>
    public NablaFormatException()
        : this("The data is not in the expected format.")
    {
    }

    /// <summary>An error with a complete message.</summary>
    public NablaFormatException(string message)
        : base(message) => Problem = message;

    /// <summary>An error with a complete message and its cause.</summary>
    public NablaFormatException(string message, Exception? innerException)
        : base(message, innerException) => Problem = message;

    /// <summary>An error at a place in a file.</summary>
    /// <param name="file">Path or name of the file, or null when the bytes came from memory.</param>
    /// <param name="offset">Byte offset of the offending value, or null when there is no single one.</param>
    /// <param name="problem">What was found, in words: <c>the header has 12 bytes</c>.</param>
    /// <param name="expected">What would have been right: <c>at least 16</c>; null when <paramref name="problem"/> says it all.</param>
    /// <param name="innerException">The cause, if another exception told it.</param>
    public NablaFormatException(string? file, long? offset, string problem, string? expected = null, Exception? innerException = null)
        : base(Describe(file, offset, problem, expected), innerException)
    {
        File = file;
        Offset = offset;
        Problem = problem;
        Expected = expected;
    }

    /// <summary>Path or name of the file; null when unknown.</summary>
    public string? File { get; }

    /// <summary>Byte offset in the (decompressed) file; null when there is no single one.</summary>
    public long? Offset { get; }

    /// <summary>What was found.</summary>
    public string Problem { get; }

    /// <summary>What would have been right; null when <see cref="Problem"/> says it all.</summary>
    public string? Expected { get; }

    private static string Describe(string? file, long? offset, string problem, string? expected)
    {
        var message = new StringBuilder(file);
        if (offset is { } at)
            message.Append(message.Length > 0 ? ", " : "").Append(CultureInfo.InvariantCulture, $"at byte {at}");
        if (message.Length > 0) message.Append(": ");
        message.Append(problem);
        if (expected is not null) message.Append("; expected ").Append(expected);
        return message.ToString();
    }
}
