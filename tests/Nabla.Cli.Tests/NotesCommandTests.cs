using System.Text.Json;

namespace Nabla.Cli.Tests;

[Collection("console")]
public class NotesCommandTests
{
    private const string Note = "---\ntitle: A title\ndate: 2026-11-21\ncategory: Engine\nsummary: What it is about.\n---\n\nText about `AdamW`.\n";

    [Fact]
    public void Build_writes_the_site_and_says_what_it_did()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Directory.CreateDirectory(folder["notes"]);
        File.WriteAllText(Path.Combine(folder["notes"], "a.md"), Note);
        (int code, string output, _) = NablaCommand.Run("notes", "build", "--notes", folder["notes"], "--output", folder["site"], "--url", "https://example.org/n", "--json");
        Assert.Equal(0, code);
        JsonElement said = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1, said.GetProperty("notes").GetInt32());
        Assert.Equal(Directory.GetFiles(folder["site"], "*", SearchOption.AllDirectories).Length - 1, said.GetProperty("files").GetInt32());
        Assert.Contains("A title", File.ReadAllText(Path.Combine(folder["site"], "index.html")), StringComparison.Ordinal);
        Assert.Contains("https://example.org/n/notes/a.html", File.ReadAllText(Path.Combine(folder["site"], "feed.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_are_listed_one_a_line_and_nothing_is_written()
    {
        using NablaCommand.Folder folder = NablaCommand.NewFolder();
        Directory.CreateDirectory(folder["notes"]);
        File.WriteAllText(Path.Combine(folder["notes"], "a.md"), Note + "\n[x](gone.md) [y](#gone)\n");
        (int code, string output, string error) = NablaCommand.Run("notes", "build", "--notes", folder["notes"], "--output", folder["site"]);
        Assert.Equal((1, string.Empty), (code, output));
        Assert.Equal(2, error.Trim().Split('\n').Length);
        Assert.Contains($"{Path.Combine(folder["notes"], "a.md")}:10: 'gone.md' leads to nothing", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["site"]));
    }

    [Theory]
    [InlineData(2, "--output", "notes", "build")]
    [InlineData(2, "--url", "notes", "build", "--output", "x", "--notes", "x", "--url", "nonsense")]
    [InlineData(2, "--page-size", "notes", "build", "--output", "x", "--page-size", "0")]
    [InlineData(1, "no-such-folder", "notes", "build", "--output", "x", "--notes", "no-such-folder")]
    [InlineData(2, "--port", "notes", "serve", "--port", "70000")]
    [InlineData(1, "no-such-folder", "notes", "serve", "--notes", "no-such-folder", "--port", "0")]
    public void Bad_arguments_give_one_line(int expected, string mention, params string[] arguments)
    {
        (int code, string output, string error) = NablaCommand.Run(arguments);
        Assert.Equal((expected, string.Empty), (code, output));
        Assert.Contains(mention, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
