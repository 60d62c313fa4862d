using System.IO.Compression;
using System.Text;
using Nabla.Formats;
using Nabla.Tests.Support;

namespace Nabla.Tests.Formats;

public class CsvFileTests
{
    [Theory]
    [InlineData("1,2\n3,4\n")]
    [InlineData("1,2\r\n3,4")]
    [InlineData("1;2\n\n3;4\n\n")]
    [InlineData("1\t 2\n3\t4")]
    [InlineData("  1   2\n3 4 \n")]
    [InlineData("\"1\",\"2\"\n3,4")]
    [InlineData("\uFEFF1,2\n3,4")]
    public void Finds_the_delimiter(string text)
    {
        CsvTable table = Read(text);
        Assert.Equal((2, 2), (table.Rows, table.Columns));
        Assert.Equal([1, 2, 3, 4], table.Values.ToArray());
        Assert.Equal(["0", "1"], table.ColumnNames);
    }

    [Fact]
    public void Finds_the_header()
    {
        CsvTable table = Read("length,\"width, \"\"true\"\"\"\n1e-3,-2.5\n");
        Assert.Equal(["length", "width, \"true\""], table.ColumnNames);
        Assert.Equal([1e-3f, -2.5f], table.Row(0).ToArray());
    }

    [Fact]
    public void A_numeric_header_can_be_forced_and_a_wordy_first_line_refused()
    {
        Assert.Equal(1, Read("1,2\n3,4", new() { Header = true }).Rows);
        Assert.Contains("line 1, column 1", Error("a,2\n3,4", new() { Header = false }));
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(2, null)]
    [InlineData(null, "kind")]
    public void Takes_labels_from_their_column(int? column, string? name)
    {
        CsvTable table = Read("a,b,kind\n1,2,setosa\n3,4,iris\n5,6,setosa", new() { LabelColumn = column, LabelName = name });
        Assert.Equal(["iris", "setosa"], table.Classes);
        Assert.Equal([1, 0, 1], table.Labels.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], table.Values.ToArray());
        Assert.Equal(["a", "b"], table.ColumnNames);
    }

    [Fact]
    public void Numeric_labels_are_ordered_as_numbers_and_wordy_ones_need_no_header()
    {
        Assert.Equal(["2", "10"], Read("10,0\n2,0", new() { LabelColumn = 0 }).Classes);
        Assert.Equal(2, Read("yes,0\nno,0", new() { LabelColumn = 0 }).Rows);
    }

    [Fact]
    public void Missing_cells_are_errors_or_NaN()
    {
        Assert.Contains("line 2, column 2 (1): \"\" is not a number", Error("1,2\n3,\n"));
        Assert.Equal([1, 2, 3, float.NaN, float.NaN, 6], Read("1,2\n3,\nNA,6", new() { AllowMissing = true }).Values.ToArray());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("\n \n", "the file is empty")]
    [InlineData("x,y\n1,2\n3,four\n", "a.csv: line 3, column 2 (y): \"four\" is not a number")]
    [InlineData("1,2\n3\n", "line 2 has 1 columns; expected 2")]
    [InlineData("1,2\n3,4,5\n", "line 2 has more than 2 columns")]
    [InlineData("1,2\n\"3,4\n", "line 2: the quotes are not closed")]
    [InlineData("x,y\n1,2\n\n\n3,zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\n", "line 5, column 2 (y): \"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz...\"")]
    public void Damage_is_named_by_line_and_column(string text, string what) => Assert.Contains(what, Error(text));

    [Fact]
    public void Limits_hold()
    {
        Assert.Contains("at most 3", Error("1,2\n3,4", new() { MaxValues = 3 }));
        Assert.Contains("at most 1", Error("1,2\n3,4", new() { MaxColumns = 1 }));
        Assert.Contains("at most 3 characters", Error("1,2\n33,4", new() { MaxLineLength = 3 }));
        Assert.Contains("-2 to 1", Error("1,2", new() { LabelColumn = 2 }));
        Assert.Contains("one of a, b", Error("a,b\n1,2", new() { LabelName = "c" }));
    }

    [Fact]
    public void A_truncated_gzip_file_is_an_error()
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write("1,2\n3,4\n"u8);
        Assert.Equal(2, CsvFile.Read(new MemoryStream(stream.ToArray())).Rows);
        Assert.Throws<NablaFormatException>(() => CsvFile.Read(new MemoryStream(stream.ToArray()[..^3])));
    }

    [Fact]
    public void The_embedded_digits_are_complete()
    {
        CsvTable table = CsvFile.Read(Repository.File("src", "Nabla.Cli", "Data", "digits", "digits.csv.gz"), new() { LabelColumn = -1 });
        Assert.Equal((1797, 64), (table.Rows, table.Columns));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], table.Classes);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], table.Labels.ToArray().GroupBy(l => l).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.Equal((0, 16), (table.Values.ToArray().Min(), table.Values.ToArray().Max()));
    }

    private static CsvTable Read(string text, CsvOptions? options = null) => CsvFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "a.csv", options);

    private static string Error(string text, CsvOptions? options = null) => Assert.Throws<NablaFormatException>(() => Read(text, options)).Message;
}
