namespace Nabla.Notes.Content;

/// <summary>All notes of a folder, and how they hang together.</summary>
internal sealed class Notebook
{
    private readonly Dictionary<(string Slug, string Language), Note> _bySlug;

    private Notebook(string folder, IReadOnlyList<Note> notes)
    {
        Folder = folder;
        // Newest first; notes of one day by title, so that the order never depends on the file system.
        Notes = [.. notes.OrderByDescending(note => note.Latest).ThenBy(note => note.Title, StringComparer.Ordinal).ThenBy(note => note.Page, StringComparer.Ordinal)];
        _bySlug = Notes.ToDictionary(note => (note.Slug, note.Language));
        Originals = [.. Notes.Where(note => !note.IsChinese || !_bySlug.ContainsKey((note.Slug, Languages.English)))];
        Chinese = [.. Notes.Where(note => note.IsChinese)];
    }

    /// <summary>The folder the notes came from.</summary>
    public string Folder { get; }

    /// <summary>Every note, newest first.</summary>
    public IReadOnlyList<Note> Notes { get; }

    /// <summary>What lists show: every note in the language it was first written in; a Chinese twin stands behind its English note.</summary>
    public IReadOnlyList<Note> Originals { get; }

    /// <summary>The Chinese notes, newest first.</summary>
    public IReadOnlyList<Note> Chinese { get; }

    /// <summary>Reads all notes of a folder and of the folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="drafts">Whether drafts are read too.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="NotesException">Notes are malformed or share an address.</exception>
    public static Notebook Load(string folder, bool drafts = false)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder of notes '{folder}'.");
        List<(string, string)> files = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories))
            files.Add((Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)));
        return Read(folder, files, drafts);
    }

    /// <summary>Reads notes from texts.</summary>
    /// <param name="folder">The folder that links and pictures are relative to.</param>
    /// <param name="files">Paths and texts.</param>
    /// <param name="drafts">Whether drafts are kept.</param>
    public static Notebook Read(string folder, IEnumerable<(string File, string Text)> files, bool drafts = false)
    {
        List<NoteProblem> problems = [];
        Dictionary<(string, string), Note> seen = [];
        Dictionary<string, (string Tag, Note Note)> tags = new(StringComparer.Ordinal);
        List<Note> notes = [];
        foreach ((string file, string text) in files.OrderBy(pair => pair.File, StringComparer.Ordinal))
        {
            Note note;
            try
            {
                note = FrontMatter.Read(file, text);
            }
            catch (NotesException error)
            {
                problems.AddRange(error.Problems);
                continue;
            }
            if (!seen.TryAdd((note.Slug, note.Language), note))
            {
                problems.Add(new(file, 1, $"the address '{note.Page}' belongs to {seen[(note.Slug, note.Language)].File} already."));
                continue;
            }
            foreach (string tag in note.Tags)
            {
                if (!tags.TryAdd(Slug.From(tag), (tag, note)) && tags[Slug.From(tag)].Tag != tag)
                    problems.Add(new(file, 1, $"the tag '{tag}' would share its page with '{tags[Slug.From(tag)].Tag}' of {tags[Slug.From(tag)].Note.File}; write it the same way."));
            }
            if (drafts || !note.Draft) notes.Add(note);
        }
        return problems.Count == 0 ? new(folder, notes) : throw new NotesException(problems);
    }

    /// <summary>The note with an address, if there is one.</summary>
    public Note? Find(string slug, string language) => _bySlug.GetValueOrDefault((slug, language));

    /// <summary>The same note in the other language.</summary>
    public Note? Twin(Note note) => Find(note.Slug, note.IsChinese ? Languages.English : Languages.Chinese);

    /// <summary>The notes around one in its list: the next newer and the next older.</summary>
    public (Note? Newer, Note? Older) Neighbours(Note note)
    {
        IReadOnlyList<Note> list = note.IsChinese ? Chinese : Originals;
        int at = list.IndexOf(note);
        return (at > 0 ? list[at - 1] : null, at >= 0 && at < list.Count - 1 ? list[at + 1] : null);
    }

    /// <summary>Notes that share tags (two points each) or the category (one point), best first, newest first among equals.</summary>
    public IEnumerable<Note> Related(Note note, int count = 4) =>
        Notes.Where(other => other.Language == note.Language && other.Slug != note.Slug)
            .Select(other => (Note: other, Score: (2 * other.Tags.Intersect(note.Tags, StringComparer.Ordinal).Count()) + (other.Category == note.Category ? 1 : 0)))
            .Where(pair => pair.Score > 0)
            .OrderByDescending(pair => pair.Score)
            .Take(count)
            .Select(pair => pair.Note);
}

/// <summary>Small additions to lists.</summary>
internal static class ListExtensions
{
    extension<T>(IReadOnlyList<T> list) where T : class
    {
        /// <summary>Where an item stands; -1 when it is not there.</summary>
        public int IndexOf(T item)
        {
            for (int i = 0; i < list.Count; i++)
            {
                if (ReferenceEquals(list[i], item)) return i;
            }
            return -1;
        }
    }
}
