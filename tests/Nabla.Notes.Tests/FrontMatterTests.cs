using Nabla.Notes.Content;

namespace Nabla.Notes.Tests;

public sealed class FrontMatterTests
{
    [Fact]
    public void All_keys_are_read()
    {
        Note note = FrontMatter.Read("sub/a-note.zh.md", Samples.Text("标题: 一", extra: "").Replace("标题: 一", "\"标题: 一\"").Replace("category", "updated: 2026-11-22\ntags: [simd, 卷积]\npinned: true\ndraft: true\nlanguage: zh\ncategory"));
        Assert.Equal(("标题: 一", "a-note", "zh", "a-note.zh"), (note.Title, note.Slug, note.Language, note.Page));
        Assert.Equal((new DateOnly(2026, 11, 21), new DateOnly(2026, 11, 22)), (note.Date, note.Updated!.Value));
        Assert.Equal(["simd", "卷积"], note.Tags);
        Assert.True(note.Pinned && note.Draft);
        Assert.Equal("\nSome text.\n", note.Text);
        Assert.Equal(12, note.FirstLine);
    }

    [Theory]
    [InlineData("tags:\n  - a\n  - b c\n")]
    [InlineData("tags: a, b c\n")]
    [InlineData("tags: [a, 'b c']\n")]
    public void Tags_are_a_list_in_any_style(string extra) => Assert.Equal(["a", "b c"], FrontMatter.Read("n.md", Samples.Text(extra: extra)).Tags);

    [Theory]
    [InlineData("no front matter", 1, "begins with front matter")]
    [InlineData("---\ntitle: a\n", 1, "not closed")]
    [InlineData("---\n---\n", 1, "empty")]
    [InlineData("---\ntitle: a\ndate: 2026-01-01\ncategory: Engine\n---\n", 1, "no 'summary'")]
    [InlineData("---\ntitle: a\ncolour: red\n---\n", 3, "no key 'colour'")]
    [InlineData("---\ntitle: a\ndate: 2026-02-30\n---\n", 3, "no date")]
    [InlineData("---\ntitle: a\ndate: 21.11.2026\n---\n", 3, "no date")]
    [InlineData("---\ntitle: a\ndate: 2026-01-02\nupdated: 2026-01-01\n---\n", 4, "before its date")]
    [InlineData("---\ntitle: a\ndate: 2026-01-02\ncategory: Cooking\n---\n", 4, "no category 'Cooking'")]
    [InlineData("---\ntitle: a\ntitle: b\n---\n", 3, "twice")]
    [InlineData("---\ntitle: a: b\n---\n", 2, "malformed")]
    [InlineData("---\ntitle: [a\ndate: x\n---\n", 2, "not closed")]
    [InlineData("---\ntitle: a\ndate: 2026-01-02\ncategory: Engine\nsummary: s\npinned: perhaps\n---\n", 6, "true or false")]
    [InlineData("---\ntitle: a\ndate: 2026-01-02\ncategory: Engine\nsummary: s\ntags: [x, X]\n---\n", 6, "twice")]
    [InlineData("---\ntitle: a\nlanguage: zh\n---\n", 3, "file's name")]
    [InlineData("---\ntitle:\ndate: 2026-01-02\ncategory: Engine\n---\n", 2, "empty")]
    public void Errors_name_file_and_line(string text, int line, string message)
    {
        NotesException error = Assert.Throws<NotesException>(() => FrontMatter.Read("a-note.md", text));
        NoteProblem problem = Assert.Single(error.Problems);
        Assert.Equal(("a-note.md", line), (problem.File, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"a-note.md:{line}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("My Note.md")]
    [InlineData("a_b.md")]
    [InlineData("a--b.md")]
    public void File_names_must_be_addresses(string file) => Assert.Contains("cannot be the address", Assert.Throws<NotesException>(() => FrontMatter.Read(file, Samples.Text())).Message, StringComparison.Ordinal);

    [Fact]
    public void Windows_line_ends_and_byte_order_marks_are_fine() => Assert.Equal("A title", FrontMatter.Read("n.md", "\uFEFF" + Samples.Text().Replace("\n", "\r\n")).Title);
}
