using Nabla.Notes.Content;
using Nabla.Notes.Site;

namespace Nabla.Notes.Tests;

public sealed class NotebookTests
{
    private static Notebook Read(params (string, string)[] files) => Notebook.Read(".", files);

    [Fact]
    public void Notes_come_newest_first_by_their_last_change()
    {
        Notebook book = Read(
            ("a.md", Samples.Text("A", date: "2026-01-01")), ("b.md", Samples.Text("B", date: "2026-01-03")), ("c.md", Samples.Text("C", date: "2026-01-02", extra: "updated: 2026-01-04\n")));
        Assert.Equal(["C", "B", "A"], book.Notes.Select(note => note.Title));
        (Note? newer, Note? older) = book.Neighbours(book.Notes[1]);
        Assert.Equal(("C", "A"), (newer!.Title, older!.Title));
        Assert.Null(book.Neighbours(book.Notes[0]).Newer);
    }

    [Fact]
    public void Drafts_are_read_only_on_demand()
    {
        (string, string)[] files = [("a.md", Samples.Text("A")), ("b.md", Samples.Text("B", extra: "draft: true\n"))];
        Assert.Equal(["A"], Notebook.Read(".", files).Notes.Select(note => note.Title));
        Assert.Equal(["A", "B"], Notebook.Read(".", files, drafts: true).Notes.Select(note => note.Title));
    }

    [Fact]
    public void Two_notes_cannot_share_an_address()
    {
        NotesException error = Assert.Throws<NotesException>(() => Read(("a.md", Samples.Text()), ("sub/a.md", Samples.Text())));
        Assert.Contains("sub/a.md:1: the address 'a' belongs to a.md already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_that_would_share_a_page_are_refused() =>
        Assert.Contains("share its page", Assert.Throws<NotesException>(() => Read(("a.md", Samples.Text(extra: "tags: [C]\n")), ("b.md", Samples.Text(extra: "tags: ['C#']\n")))).Message, StringComparison.Ordinal);

    [Fact]
    public void All_malformed_notes_are_listed() =>
        Assert.Equal(2, Assert.Throws<NotesException>(() => Read(("a.md", "x"), ("b.md", "y"), ("c.md", Samples.Text()))).Problems.Count);

    [Fact]
    public void A_Chinese_twin_stands_behind_its_original_and_a_Chinese_note_alone_is_listed()
    {
        Notebook book = Read(("a.md", Samples.Text("A")), ("a.zh.md", Samples.Text("甲")), ("b.zh.md", Samples.Text("乙")));
        Assert.Equal(["A", "乙"], book.Originals.Select(note => note.Title).Order(StringComparer.Ordinal));
        Assert.Equal(2, book.Chinese.Count);
        Assert.Equal("甲", book.Twin(book.Find("a", "en")!)!.Title);
        Assert.Equal("A", book.Twin(book.Find("a", "zh")!)!.Title);
        Assert.Null(book.Twin(book.Find("b", "zh")!));
    }

    [Fact]
    public void Related_notes_share_tags_first()
    {
        Notebook book = Read(
            ("a.md", Samples.Text("A", extra: "tags: [x, y]\n")), ("b.md", Samples.Text("B", category: "Vision", extra: "tags: [x]\n")),
            ("c.md", Samples.Text("C")), ("d.md", Samples.Text("D", category: "Text")));
        Assert.Equal(["B", "C"], book.Related(book.Find("a", "en")!).Select(note => note.Title));
    }

    [Theory]
    [InlineData(0, new[] { 0 })]
    [InlineData(1, new[] { 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(11, new[] { 10, 1 })]
    [InlineData(25, new[] { 10, 10, 5 })]
    public void Lists_are_divided_into_pages(int count, int[] sizes) => Assert.Equal(sizes, ListPages.Split([.. Enumerable.Range(0, count)], 10).Select(page => page.Count));

    [Fact]
    public void Pages_need_a_size() => Assert.Throws<ArgumentOutOfRangeException>(() => ListPages.Split([1], 0));
}
