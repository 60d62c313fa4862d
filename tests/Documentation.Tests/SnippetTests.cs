namespace Documentation.Tests;

/// <summary>Every program in the notes compiles, runs, and prints what the note says it prints.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string, int> All
    {
        get
        {
            TheoryData<string, int> all = [];
            foreach (string path in Repository.Notes)
            {
                for (int i = 0; i < Snippet.Read(path).Count; i++) all.Add(path, i);
            }
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task Program_of_a_note_runs(string path, int number)
    {
        Snippet snippet = Snippet.Read(path)[number];
        string printed = await SnippetRunner.Run(snippet);
        if (snippet.Output is not null) Assert.Equal(snippet.Output, printed);
    }

    [Fact]
    public async Task A_program_that_does_not_compile_is_reported_with_its_line()
    {
        Snippet snippet = Snippet.Parse("note.md", "text\n\n```csharp run\nint a = 1;\nint b = \"two\";\n```\n").Single();
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => SnippetRunner.Run(snippet));
        Assert.Contains("note.md:5:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_is_what_follows_the_program()
    {
        Snippet snippet = Snippet.Parse("note.md", "```csharp run\nConsole.WriteLine(6 * 7);\n```\n\n```output\n42\n```\n").Single();
        Assert.Equal("42\n", snippet.Output);
        Assert.Equal("42\n", await SnippetRunner.Run(snippet));
    }
}
