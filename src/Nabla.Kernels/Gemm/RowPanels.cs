using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Gemm;

/// <summary>Rows cut into as few panels as the register tile allows, all as high as each other to a row: low tiles leave the multipliers waiting.</summary>
/// <param name="rows">Number of rows, at least one.</param>
internal readonly struct RowPanels(long rows)
{
    private readonly long _height = rows / Chunks.Count(rows, Tile<float>.MaxRows), _higher = rows % Chunks.Count(rows, Tile<float>.MaxRows);

    /// <summary>Number of panels.</summary>
    public long Count { get; } = Chunks.Count(rows, Tile<float>.MaxRows);

    /// <summary>First row of a panel; for the panel after the last, the number of rows.</summary>
    public long First(long panel) => (panel * _height) + Math.Min(panel, _higher);

    /// <summary>Rows of a panel.</summary>
    public int Height(long panel) => (int)(panel < _higher ? _height + 1 : _height);
}
