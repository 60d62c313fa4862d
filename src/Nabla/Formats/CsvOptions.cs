namespace Nabla.Formats;

/// <summary>How a numeric CSV file is read.</summary>
[Export("formats.CsvOptions")]
public sealed record CsvOptions
{
    /// <summary>Everything found out from the first line; no label column.</summary>
    [Export("formats.CsvOptions.default")]
    public static CsvOptions Default { get; } = new();

    /// <summary>What separates the cells; null to take the first of tab, semicolon, comma and space that the first line contains.</summary>
    /// <remarks>With a space, several count as one.</remarks>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first line names the columns; null to find out: it does if one of its cells is not a number.</summary>
    public bool? Header { get; init; }

    /// <summary>The column of class labels, from 0, or from the end with a negative number (-1 is the last); null for none.</summary>
    public int? LabelColumn { get; init; }

    /// <summary>The column of class labels by its name in the header; null for none.</summary>
    public string? LabelName { get; init; }

    /// <summary>Take empty cells, <c>NA</c> and <c>?</c> as NaN; otherwise they are errors.</summary>
    public bool AllowMissing { get; init; }

    /// <summary>Most numbers in all.</summary>
    public long MaxValues { get; init; } = 1L << 29;

    /// <summary>Most columns.</summary>
    public int MaxColumns { get; init; } = 1 << 20;

    /// <summary>Most characters of a line.</summary>
    public int MaxLineLength { get; init; } = 1 << 24;
}
