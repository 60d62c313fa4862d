using Markdig;

namespace Nabla.Notes.Markup;

/// <summary>The Markdown of notes: CommonMark with tables, footnotes, formulas between dollars, definition lists and alerts (<c>&gt; [!NOTE]</c>).</summary>
internal static class Pipeline
{
    public static MarkdownPipeline Markdown { get; } = new MarkdownPipelineBuilder()
        .UsePipeTables()
        .UseFootnotes()
        .UseMathematics()
        .UseAlertBlocks()
        .UseDefinitionLists()
        .UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough)
        .UsePreciseSourceLocation()
        .Build();
}
