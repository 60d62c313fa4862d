namespace Nabla.Notes.Content;

/// <summary>A note as its file says it: front matter and Markdown.</summary>
internal sealed record Note
{
    /// <summary>Address of the note, the same for both languages.</summary>
    public required string Slug { get; init; }

    /// <summary><c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    public required string Title { get; init; }

    public required DateOnly Date { get; init; }

    public DateOnly? Updated { get; init; }

    public required string Category { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required string Summary { get; init; }

    public bool Pinned { get; init; }

    public bool Draft { get; init; }

    /// <summary>Path from the folder of notes, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>The Markdown after the front matter.</summary>
    public required string Text { get; init; }

    /// <summary>Line of the file on which <see cref="Text"/> begins, from 1.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>The last day it changed.</summary>
    public DateOnly Latest => Updated ?? Date;

    /// <summary>Name of its page: the slug, with <c>.zh</c> for a Chinese one.</summary>
    public string Page => IsChinese ? Slug + ".zh" : Slug;

    public bool IsChinese => Language == Languages.Chinese;
}

/// <summary>The languages notes are written in.</summary>
internal static class Languages
{
    public const string English = "en";

    public const string Chinese = "zh";

    /// <summary>The tag browsers and screen readers want.</summary>
    public static string Tag(string language) => language == Chinese ? "zh-CN" : "en";
}
