using System.CommandLine;
using Nabla.Notes.Site;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla notes</c>: the notebook.</summary>
internal static class NotesCommand
{
    public static Command Create() => new("notes", "The notebook: builds its site, or serves it with a playground.") { NotesBuildCommand.Create(), NotesServeCommand.Create() };

    /// <summary>The options that both commands share.</summary>
    internal sealed record Shared
    {
        public Option<string?> Notes { get; } = new("--notes") { Description = "Folder of the notes; docs/notes of the repository around the current folder when omitted." };

        public Option<bool> Drafts { get; } = new("--drafts") { Description = "Show drafts too." };

        public Option<int> PageSize { get; } = Sized();

        public Option<string?> Repository { get; } = new("--repository") { Description = "Address of the repository's files on the web; links to source files lead there." };

        public SiteOptions Read(ParseResult parsed) => new()
        {
            Notes = parsed.GetValue(Notes) ?? FindNotes(),
            Drafts = parsed.GetValue(Drafts),
            PageSize = parsed.GetValue(PageSize),
            Repository = Web(parsed.GetValue(Repository), "--repository"),
        };

        private static Option<int> Sized()
        {
            Option<int> option = GlobalOptions.Number<int>("--page-size", "Notes a page of a list.", value => value is >= 1 and <= 1000, "1..1000");
            option.DefaultValueFactory = _ => 10;
            return option;
        }
    }

    /// <summary>A web address given on the command line.</summary>
    internal static Uri? Web(string? text, string option)
    {
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" ? new(address.AbsoluteUri.TrimEnd('/') + "/")
            : throw new UsageException($"{option} must be a web address such as https://example.org/nabla/; got '{text}'.");
    }

    private static string FindNotes()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            string notes = Path.Combine(folder.FullName, "docs", "notes");
            if (Directory.Exists(notes)) return notes;
        }
        throw new UsageException("There is no folder docs/notes here or above; name the folder with --notes.");
    }
}
