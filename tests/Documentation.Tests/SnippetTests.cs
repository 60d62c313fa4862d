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
        SnippetResult result = await SnippetRunner.Run(snippet);
        if (Recording.IsOn) Recording.Write(path, number, result);
        snippet = Snippet.Read(path)[number];
        if (snippet.Output is not null) Assert.Equal(snippet.Output, result.Text);
        else Assert.True(result.Text.Length == 0, $"{snippet} prints something, but no output block follows it. {Recording.How}");
        foreach ((string name, string drawing) in result.Drawings)
        {
            string picture = Recording.PictureOf(path, name);
            Assert.True(File.Exists(Path.Combine(Repository.Root, picture)), $"{snippet} draws {name}, but {picture} is not there. {Recording.How}");
            Assert.True(Drawing.Agree(Repository.Read(picture), drawing), $"{snippet} draws another {name} than {picture}. {Recording.How}");
        }
    }

    [Theory]
    [InlineData("<path d=\"M1.5 2L3 4\"/>", "<path d=\"M1.6 2L3 4\"/>", true)]
    [InlineData("<path d=\"M1.5 2L3 4\"/>", "<path d=\"M9.5 2L3 4\"/>", false)]
    [InlineData("<path d=\"M1.5 2L3 4\"/>", "<line d=\"M1.5 2L3 4\"/>", false)]
    public void Drawings_agree_up_to_the_last_digits(string a, string b, bool agree) => Assert.Equal(agree, Drawing.Agree(a, b));

    [Fact]
    public void Recorded_output_replaces_the_old_or_follows_the_program()
    {
        const string Note = "text\n\n```csharp run\na();\n```\n\nmore\n\n```csharp run\nb();\n```\n\n```output table\nold\n```\n";
        Assert.Equal(Note.Replace("```\n\nmore", "```\n\n```output\none\n```\n\nmore", StringComparison.Ordinal), Recording.Insert(Note, 0, "one\n"));
        Assert.Equal(Note.Replace("old", "| a |", StringComparison.Ordinal), Recording.Insert(Note, 1, "| a |\n"));
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
        Assert.Equal("42\n", (await SnippetRunner.Run(snippet)).Text);
    }
}
