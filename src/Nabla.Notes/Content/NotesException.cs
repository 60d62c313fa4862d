namespace Nabla.Notes.Content;

/// <summary>The notes cannot be built; every problem is listed with its file and line.</summary>
[Export("notes.NotesException")]
public sealed class NotesException : Exception
{
    /// <summary>An exception without problems of its own.</summary>
    public NotesException()
    {
    }

    /// <summary>An exception with a message.</summary>
    /// <param name="message">What is wrong.</param>
    public NotesException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and a cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public NotesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception that lists problems.</summary>
    /// <param name="problems">One or more problems.</param>
    public NotesException(IReadOnlyList<NoteProblem> problems)
        : base(string.Join('\n', problems.Select(problem => problem.ToString()))) => Problems = problems;

    /// <summary>What is wrong, in order of file and line.</summary>
    public IReadOnlyList<NoteProblem> Problems { get; } = [];
}

/// <summary>Something wrong in a note.</summary>
/// <param name="File">The file, relative to the folder of notes.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong and what was expected.</param>
[Export("notes.NoteProblem")]
public sealed record NoteProblem(string File, int Line, string Message)
{
    /// <summary><c>file:line: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Message}";
}
