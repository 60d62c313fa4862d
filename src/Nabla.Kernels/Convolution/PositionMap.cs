using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Convolution;

/// <summary>Neighbouring positions of a panel whose reads are neighbours too.</summary>
internal struct PositionRun
{
    /// <summary>Offset of the first read in the source tile, before the tap's own offset.</summary>
    public long Source;

    /// <summary>First position within the panel, and number of positions.</summary>
    public int Start, Length;
}

/// <summary>One panel of positions.</summary>
internal struct PositionPanel
{
    /// <summary>The panel's runs in the list of all runs.</summary>
    public int FirstRun, Runs;

    /// <summary>Positions in the panel.</summary>
    public int Count;

    /// <summary>Whether the results are neighbours in the target.</summary>
    public bool Contiguous;
}

/// <summary>How the result positions of a tile, panel by panel, are read from the source tile and written to the target.</summary>
internal unsafe struct PositionMap
{
    /// <summary>All panels.</summary>
    public PositionPanel* Panels;

    /// <summary>All runs.</summary>
    public PositionRun* Runs;

    /// <summary>Offset of every position in the target, before the channel's.</summary>
    public long* Targets;

    /// <summary>Number of panels.</summary>
    public int Count;

    /// <summary>Bytes that a map of <paramref name="positions"/> positions needs.</summary>
    public static long Bytes(long positions, int width) =>
        (Chunks.Count(positions, width) * sizeof(PositionPanel)) + (positions * (sizeof(PositionRun) + sizeof(long)));

    /// <summary>Lists the positions of <paramref name="tile"/> in panels of <paramref name="width"/>.</summary>
    /// <param name="gather">The convolution.</param>
    /// <param name="tile">The result positions.</param>
    /// <param name="source">Where they read; laid out, not necessarily filled.</param>
    /// <param name="targetImage">Elements from one image of the target to the next.</param>
    /// <param name="targetHeight">Rows of a plane of the target.</param>
    /// <param name="targetWidth">Columns of a plane of the target.</param>
    /// <param name="width">Positions of a full panel.</param>
    /// <param name="memory">Room for <see cref="Bytes"/>.</param>
    public PositionMap(
        in Gather gather, in GridTile tile, in SourceTileLayout source, long targetImage, long targetHeight, long targetWidth, int width, byte* memory)
    {
        long columns = gather.Width.Grid, positions = tile.Images * tile.Planes * tile.Rows * columns;
        Count = (int)Chunks.Count(positions, width);
        Targets = (long*)memory;
        Runs = (PositionRun*)(Targets + positions);
        Panels = (PositionPanel*)(Runs + positions);
        int runs = 0, at = 0;
        PositionPanel* panel = Panels;
        *panel = default;
        for (long n = 0; n < tile.Images; n++)
        {
            for (long d = 0; d < tile.Planes; d++)
            {
                for (long h = 0; h < tile.Rows; h++)
                {
                    long read = source.Start(n, d, h);
                    long plane = ((tile.Plane + d) * gather.Depth.TargetStep) + gather.Depth.Target;
                    long row = ((tile.Row + h) * gather.Height.TargetStep) + gather.Height.Target;
                    long write = ((tile.Image + n) * targetImage) + (((plane * targetHeight) + row) * targetWidth) + gather.Width.Target;
                    for (long w = 0; w < columns; w++, write += gather.Width.TargetStep)
                        Targets[at++] = write;
                    Add(read, columns, width, ref panel, ref runs);
                }
            }
        }
        for (int i = 0; i < Count; i++)
        {
            long* targets = Targets + ((long)i * width);
            Panels[i].Contiguous = true;
            for (int j = 1; j < Panels[i].Count; j++)
                Panels[i].Contiguous &= targets[j] == targets[0] + j;
        }
    }

    private readonly void Add(long read, long columns, int width, ref PositionPanel* panel, ref int runs)
    {
        while (columns > 0)
        {
            if (panel->Count == width)
            {
                panel++;
                *panel = new PositionPanel { FirstRun = runs };
            }
            int length = (int)Math.Min(columns, width - panel->Count);
            PositionRun* previous = Runs + runs - 1;
            if (panel->Runs > 0 && previous->Source + previous->Length == read)
            {
                previous->Length += length;
            }
            else
            {
                Runs[runs++] = new PositionRun { Source = read, Start = panel->Count, Length = length };
                panel->Runs++;
            }
            panel->Count += length;
            read += length;
            columns -= length;
        }
    }
}
