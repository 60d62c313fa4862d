using Nabla.Notes.Content;
using Nabla.Notes.Markup;

namespace Nabla.Notes.Site;

/// <summary>A note with everything that pages show of it.</summary>
/// <param name="Article">The parsed note.</param>
/// <param name="Html">Its body, for a page one folder below the root.</param>
/// <param name="Excerpt">Its beginning, for lists.</param>
/// <param name="Mentions">Addresses of API documentation that it mentions.</param>
internal sealed record NoteEntry(Article Article, string Html, string Excerpt, IReadOnlyCollection<string> Mentions)
{
    public Note Note => Article.Note;

    public string Path => $"notes/{Note.Page}.html";

    public string Card => $"cards/{Note.Page}.png";
}
