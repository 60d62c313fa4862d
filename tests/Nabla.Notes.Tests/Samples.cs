using Nabla.Notes.Content;
using Nabla.Notes.Markup;

namespace Nabla.Notes.Tests;

/// <summary>Notes and folders for tests.</summary>
internal static class Samples
{
    /// <summary>The text of a note.</summary>
    public static string Text(string title = "A title", string body = "Some text.", string extra = "", string date = "2026-11-21", string category = "Engine") =>
        $"---\ntitle: {title}\ndate: {date}\ncategory: {category}\nsummary: What it is about.\n{extra}---\n\n{body}\n";

    public static Note Note(string body, string file = "a-note.md", string title = "A title") => FrontMatter.Read(file, Text(title, body));

    public static Article Article(string body, string file = "a-note.md") => Markup.Article.Parse(Note(body, file));

    public static string ExcerptOf(string body) => Excerpt.Of(Article(body).Document);
}

/// <summary>A folder <c>docs/notes</c> that is gone after the test.</summary>
internal sealed class NotesFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("nabla-notes-");

    public NotesFolder()
    {
        Directory.CreateDirectory(Notes);
        Directory.CreateDirectory(Path.Combine(Root, ".git"));
    }

    public string Root => _root.FullName;

    public string Notes => Path.Combine(Root, "docs", "notes");

    public NotesFolder With(string file, string text)
    {
        string path = Path.Combine(Notes, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
