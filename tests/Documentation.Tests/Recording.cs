namespace Documentation.Tests;

/// <summary>Writes what programs print and draw into the notes, when that is asked for.</summary>
internal static class Recording
{
    private const string Switch = "NABLA_RECORD_NOTES";

    public const string How = $"Run these tests with {Switch}=1 to record it, and look at the difference.";

    public static bool IsOn => Environment.GetEnvironmentVariable(Switch) == "1";

    /// <summary>Where a drawing of a note is kept, as a path from the root.</summary>
    public static string PictureOf(string note, string name) => $"docs/notes/img/{Path.GetFileNameWithoutExtension(note)}-{name}";

    /// <summary>Records what a program printed and drew.</summary>
    public static void Write(string path, int number, SnippetResult result)
    {
        foreach ((string name, string drawing) in result.Drawings)
        {
            string picture = Path.Combine(Repository.Root, PictureOf(path, name));
            if (!File.Exists(picture) || !Drawing.Agree(File.ReadAllText(picture).ReplaceLineEndings("\n"), drawing)) File.WriteAllText(picture, drawing);
        }
        string text = Repository.Read(path), recorded = Insert(text, number, result.Text);
        if (recorded != text) File.WriteAllText(Path.Combine(Repository.Root, path), recorded);
    }

    /// <summary>The note with the output block of a program replaced, or put after it.</summary>
    public static string Insert(string note, int number, string output)
    {
        Snippet snippet = Snippet.Parse("note", note)[number];
        if (snippet.Output == output || (snippet.Output is null && output.Length == 0)) return note;
        List<string> lines = [.. note.Split('\n')];
        string[] printed = output.TrimEnd('\n').Split('\n');
        if (snippet.Output is not null)
        {
            lines.RemoveRange(snippet.OutputLine, snippet.Output.Count(letter => letter == '\n'));
            lines.InsertRange(snippet.OutputLine, printed);
        }
        else
        {
            int end = snippet.Line - 1 + snippet.Code.Count(letter => letter == '\n');
            lines.InsertRange(end + 1, ["", "```output", .. printed, "```"]);
        }
        return string.Join('\n', lines);
    }
}
