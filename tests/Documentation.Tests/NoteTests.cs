using System.Text.RegularExpressions;

namespace Documentation.Tests;

/// <summary>Notes say what they are about, and what they point to is there.</summary>
public sealed partial class NoteTests
{
    public static TheoryData<string> Notes => [.. Repository.Notes];

    [Theory, MemberData(nameof(Notes))]
    public void Note_begins_with_title_date_category_and_summary(string path)
    {
        Match front = FrontMatter().Match(Repository.Read(path));
        Assert.True(front.Success, $"{path} has no front matter.");
        foreach (string key in new[] { "title", "date", "category", "summary" })
            Assert.Matches($@"(?m)^{key}: \S", front.Groups[1].Value);
        Assert.Matches(@"(?m)^date: \d{4}-\d{2}-\d{2}$", front.Groups[1].Value);
    }

    [Theory, MemberData(nameof(Notes))]
    public void Pictures_and_pages_a_note_points_to_are_there(string path)
    {
        string folder = Path.Combine(Repository.Root, Path.GetDirectoryName(path)!);
        IEnumerable<string> missing = Link().Matches(Repository.Read(path)).Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(folder, target)));
        Assert.Empty(missing);
    }

    [GeneratedRegex(@"\A---\n(.*?)\n---\n", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();

    /// <summary>The target of <c>[text](target)</c> or <c>![text](target)</c>, without an anchor; code such as <c>a[i](x)</c> has no file name in it.</summary>
    [GeneratedRegex(@"\[[^\]\n]*\]\(([^()\s#]*[\w\-]\.\w{1,5})(?:#[^)\s]*)?\)")]
    private static partial Regex Link();
}
