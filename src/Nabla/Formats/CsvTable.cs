namespace Nabla.Formats;

/// <summary>The content of a numeric CSV file: numbers row by row, and class labels if a label column was named.</summary>
[Export("formats.CsvTable")]
public sealed class CsvTable
{
    private readonly float[] _values;
    private readonly int[] _labels;

    internal CsvTable(IReadOnlyList<string> columnNames, int rows, float[] values, int[] labels, IReadOnlyList<string> classes)
    {
        ColumnNames = columnNames;
        Rows = rows;
        _values = values;
        _labels = labels;
        Classes = classes;
    }

    /// <summary>Names of the columns of <see cref="Values"/>; <c>0</c>, <c>1</c>, ... for a file without a header.</summary>
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Number of data lines.</summary>
    public int Rows { get; }

    /// <summary>Number of columns, the label column not counted.</summary>
    public int Columns => ColumnNames.Count;

    /// <summary>rows * columns numbers, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>For each row an index into <see cref="Classes"/>; empty without a label column.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The distinct labels, in numerical order if all are numbers, else in ordinal order of the text; empty without a label column.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The numbers of one row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return _values.AsSpan(row * Columns, Columns);
    }
}
