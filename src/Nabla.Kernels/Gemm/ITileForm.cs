namespace Nabla.Kernels.Gemm;

/// <summary>Rows and vectors of columns of a full register tile.</summary>
internal interface ITileForm
{
    /// <summary>Rows of the tile, and of a packed panel of the left operand.</summary>
    static abstract int Rows { get; }

    /// <summary>Vectors of columns of the tile, and of a packed panel of the right operand.</summary>
    static abstract int Vectors { get; }
}

/// <summary>Six rows and two vectors of columns.</summary>
internal readonly struct HighTile : ITileForm
{
    public static int Rows => Tile<byte>.MaxRows;

    public static int Vectors => 2;
}

/// <summary>Four rows and three vectors of columns: as many sums with fewer loads, for products of more than a few columns.</summary>
internal readonly struct WideTile : ITileForm
{
    public static int Rows => 4;

    public static int Vectors => 3;
}
