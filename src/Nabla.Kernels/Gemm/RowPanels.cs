using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>Rows cut into as few panels as the register tile allows, all as high as each other to a row: low tiles leave the multipliers waiting.</summary>
/// <param name="rows">Number of rows, at least one.</param>
/// <param name="most">Rows of a full tile.</param>
internal readonly struct RowPanels(long rows, int most = Tile<byte>.MaxRows)
{
    private readonly long _height = rows / Chunks.Count(rows, most), _higher = rows % Chunks.Count(rows, most);

    /// <summary>Number of panels.</summary>
    public long Count { get; } = Chunks.Count(rows, most);

    /// <summary>First row of a panel; for the panel after the last, the number of rows.</summary>
    public long First(long panel) => (panel * _height) + Math.Min(panel, _higher);

    /// <summary>Rows of a panel.</summary>
    public int Height(long panel) => (int)(panel < _higher ? _height + 1 : _height);
}
