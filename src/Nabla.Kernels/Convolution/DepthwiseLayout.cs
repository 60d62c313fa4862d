using System.Diagnostics.CodeAnalysis;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>
/// How a depthwise pass over images is cut up and where its operands lie, worked out once for all channels: strips of result rows,
/// the padded copy of what a strip reads, and the phases of the gradient to the input.
/// </summary>
/// <remarks>
/// A copied row holds its columns sorted by their remainder modulo the column step, so that neighbours in the result always read neighbours.
/// All phases of the gradient share one copy.
/// </remarks>
internal readonly struct DepthwiseLayout
{
    /// <summary>Most taps of a row of the kernel.</summary>
    public const int MaxColumns = 8;

    private const long StripPositions = 12_288;
    private readonly AxisGather _row0, _row1, _column0, _column1;

    /// <summary>Phases of the rows and of the columns: 1, or 2 for the gradient to the input at stride 2.</summary>
    public readonly int RowPhases, ColumnPhases;

    /// <summary>Source row that grid row 0 reads first, and source column that grid column 0 reads first.</summary>
    public readonly long FirstRow, FirstColumn;

    /// <summary>Source rows and columns from one grid position to the next.</summary>
    public readonly long RowStep, ColumnStep;

    /// <summary>Columns of one remainder in a copied row, and elements of the whole copied row.</summary>
    public readonly long PhaseWidth, Row;

    /// <summary>Rows that a strip reads beyond its last row's first.</summary>
    public readonly long RowSpan;

    /// <summary>Grid rows in all, in a strip, and number of strips.</summary>
    public readonly long Rows, StripRows, Strips;

    private DepthwiseLayout(in ConvGeometry g, bool adjoint)
    {
        RowPhases = adjoint ? (int)g.Height.Stride : 1;
        ColumnPhases = adjoint ? (int)g.Width.Stride : 1;
        _row0 = (adjoint ? AxisGather.Adjoint(g.Height, 0) : AxisGather.Forward(g.Height)).Ascending();
        _row1 = adjoint && RowPhases == 2 ? AxisGather.Adjoint(g.Height, 1).Ascending() : _row0;
        _column0 = (adjoint ? AxisGather.Adjoint(g.Width, 0) : AxisGather.Forward(g.Width)).Ascending();
        _column1 = adjoint && ColumnPhases == 2 ? AxisGather.Adjoint(g.Width, 1).Ascending() : _column0;
        RowStep = _row0.Step;
        ColumnStep = _column0.Step;
        FirstRow = Math.Min(_row0.Offset, _row1.Offset);
        FirstColumn = Math.Min(_column0.Offset, _column1.Offset);
        RowSpan = Math.Max(_row0.Offset + _row0.Span, _row1.Offset + _row1.Span) - FirstRow;
        long span = Math.Max(_column0.Offset + _column0.Span, _column1.Offset + _column1.Span) - FirstColumn;
        PhaseWidth = Math.Max(_column0.Grid, _column1.Grid) + (span / ColumnStep);
        Row = ColumnStep * PhaseWidth;
        Rows = Math.Max(_row0.Grid, _row1.Grid);
        long most = Math.Clamp(StripPositions / (Row * RowStep), 4, Math.Max(4, Rows));
        Strips = Chunks.Count(Rows, most);
        StripRows = Chunks.Count(Rows, Strips);
    }

    /// <summary>Elements of the copy of a strip.</summary>
    public long Count => ((((StripRows - 1) * RowStep) + RowSpan + 1) * Row);

    /// <summary>Whether <see cref="Of"/> describes this convolution: images, one channel in and out per group, 3 or 5 rows of taps, strides of 1 or 2.</summary>
    public static bool Fits(in ConvGeometry g) =>
        g.InPerGroup == 1 && g.OutPerGroup == 1 && g.Depth == ConvAxis.One && g.Height.Kernel is 3 or 5 && g.Height.Dilation == 1 && g.Height.Stride <= 2
        && g.Width.Kernel <= MaxColumns && g.Width.Stride <= 2 && (g.Width.Stride == 1 || g.Width.Dilation == 1) && g.Width.Kernel >= g.Width.Stride;

    /// <summary>The forward pass, or the gradient to the input.</summary>
    public static DepthwiseLayout Of(in ConvGeometry g, bool adjoint) => new(g, adjoint);

    /// <summary>Taps, grid and target of the rows of one phase.</summary>
    [UnscopedRef]
    public ref readonly AxisGather RowsOf(int phase) => ref phase == 0 ? ref _row0 : ref _row1;

    /// <summary>Taps, grid and target of the columns of one phase.</summary>
    [UnscopedRef]
    public ref readonly AxisGather ColumnsOf(int phase) => ref phase == 0 ? ref _column0 : ref _column1;

    /// <summary>Where a tap of the columns lies in a copied row, relative to the grid position.</summary>
    public long Tap(in AxisGather columns, long tap)
    {
        long at = columns.Offset + (tap * columns.OffsetStep) - FirstColumn;
        return (at % ColumnStep * PhaseWidth) + (at / ColumnStep);
    }
}
