using Nabla.Notes.Content;

namespace Nabla.Notes.Tests;

public sealed class SlugTests
{
    [Theory]
    [InlineData("Sliding windows", "sliding-windows")]
    [InlineData("  What's  new?! ", "whats-new")]
    [InlineData("C# & .NET 10", "c-net-10")]
    [InlineData("卷积 与 Winograd", "卷积-与-winograd")]
    [InlineData("Äußerst", "äußerst")]
    [InlineData("𠀀 rare", "𠀀-rare")]
    [InlineData("?!", "section")]
    public void Slugs_keep_letters_and_digits(string text, string slug) => Assert.Equal(slug, Slug.From(text));

    [Fact]
    public void The_second_of_equal_headings_gets_a_number()
    {
        HashSet<string> taken = [];
        Assert.Equal(["measured", "measured-2", "measured-3"], Enumerable.Range(0, 3).Select(_ => Slug.Unique("Measured", taken)));
    }
}
