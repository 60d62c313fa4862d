using Nabla.Notes.Markup;

namespace Nabla.Notes.Tests;

public sealed class ExcerptTests
{
    [Fact]
    public void Short_text_is_whole() => Assert.Equal("One two three. Four.", Samples.ExcerptOf("One **two**\n[three](https://example.org).\n\nFour."));

    [Fact]
    public void English_is_cut_at_a_word()
    {
        string text = string.Join(' ', Enumerable.Repeat("kernel", 100)), excerpt = Samples.ExcerptOf(text);
        Assert.EndsWith("kernel…", excerpt, StringComparison.Ordinal);
        Assert.InRange(excerpt.Length, Excerpt.Length - 7, Excerpt.Length + 1);
        Assert.StartsWith(excerpt[..^1], text, StringComparison.Ordinal);
    }

    [Fact]
    public void Chinese_is_cut_at_a_character()
    {
        string excerpt = Samples.ExcerptOf(new string('卷', 1000));
        Assert.Equal(new string('卷', Excerpt.Length) + "…", excerpt);
    }

    [Fact]
    public void Mixed_text_is_not_cut_inside_a_word()
    {
        string excerpt = Excerpt.Cut("滑动窗口 maximum 算法", 8);
        Assert.Equal("滑动窗口…", excerpt);
        Assert.Equal("滑动窗口maximum…", Excerpt.Cut("滑动窗口maximum算法", 11));
        Assert.Equal("滑动窗口…", Excerpt.Cut("滑动窗口maximum算法", 10));
    }

    [Fact]
    public void Characters_of_two_code_units_stay_whole()
    {
        string text = string.Concat(Enumerable.Repeat("𠀀", 10));
        Assert.Equal("𠀀𠀀…", Excerpt.Cut(text, 5));
        Assert.Equal("𠀀𠀀…", Excerpt.Cut(text, 4));
    }

    [Fact]
    public void Punctuation_does_not_begin_what_was_cut_off() => Assert.Equal("一二…", Excerpt.Cut("一二三，四五", 3));

    [Fact]
    public void Code_and_formulas_become_placeholders() =>
        Assert.Equal(
            "Call [code] for [math] now. [code] And [math] Last.",
            Samples.ExcerptOf("Call `x.Softmax()` for $e^x$ now.\n\n```csharp run\nint secret;\n```\n\n    indented\n\nAnd\n\n$$\n\\sum x\n$$\n\nLast."));

    [Fact]
    public void A_placeholder_is_not_cut()
    {
        string excerpt = Samples.ExcerptOf(new string('a', 346) + " $x$ more text");
        Assert.Equal(new string('a', 346) + "…", excerpt);
    }

    [Fact]
    public void Headings_tables_pictures_and_drawings_are_left_out() =>
        Assert.Equal("Before. After.", Samples.ExcerptOf("# A title\n\n## Heading\n\nBefore. ![alt](img/a.svg)\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n<svg>\n<text>hidden</text>\n</svg>\n\nAfter."));

    [Fact]
    public void Line_breaks_inside_Chinese_are_no_spaces() => Assert.Equal("梯度下降 method 很快。", Samples.ExcerptOf("梯度\n下降 method\n很快。"));
}
