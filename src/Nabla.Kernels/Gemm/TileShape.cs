namespace Nabla.Kernels.Gemm;

/// <summary>A number the just-in-time compiler knows: rows, or vectors of columns, of a register tile.</summary>
internal interface ICount
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

internal readonly struct Count1 : ICount
{
    public static int Value => 1;
}

internal readonly struct Count2 : ICount
{
    public static int Value => 2;
}

internal readonly struct Count3 : ICount
{
    public static int Value => 3;
}

internal readonly struct Count4 : ICount
{
    public static int Value => 4;
}

internal readonly struct Count5 : ICount
{
    public static int Value => 5;
}

internal readonly struct Count6 : ICount
{
    public static int Value => 6;
}

internal readonly struct Count7 : ICount
{
    public static int Value => 7;
}

/// <summary>How a register tile finds its operands.</summary>
internal interface IAddressing
{
    /// <summary>A is a packed panel: depth after depth, <see cref="Tile{T}.MaxRows"/> rows each.</summary>
    static abstract bool Packed { get; }

    /// <summary>Each depth's place in B is looked up.</summary>
    static abstract bool Indexed { get; }

    /// <summary>Rows of A are contiguous: <see cref="Tile{T}.AStep"/> is one.</summary>
    static abstract bool Unit { get; }

    /// <summary>Rows of A are neighbours, <see cref="Tile{T}.AStep"/> from one depth to the next: a left operand that lies transposed.</summary>
    static virtual bool Adjacent => false;

    /// <summary>Not one tile but a row of them, <see cref="Tile{T}.Across"/> columns, is added to C, through a few depths.</summary>
    static virtual bool Streamed => false;
}

/// <summary>A from a packed panel, B with a constant step.</summary>
internal readonly struct PackedAddressing : IAddressing
{
    public static bool Packed => true;

    public static bool Indexed => false;

    public static bool Unit => false;
}

/// <summary>A from a packed panel; a few rows of B, read from end to end.</summary>
internal readonly struct StreamedAddressing : IAddressing
{
    public static bool Packed => true;

    public static bool Indexed => false;

    public static bool Unit => false;

    public static bool Streamed => true;
}

/// <summary>A with a row stride and a step, B with a constant step: nothing was packed.</summary>
internal readonly struct StridedAddressing : IAddressing
{
    public static bool Packed => false;

    public static bool Indexed => false;

    public static bool Unit => false;
}

/// <summary>A from a packed panel; the place of each depth in B from a table.</summary>
internal readonly struct IndexedAddressing : IAddressing
{
    public static bool Packed => true;

    public static bool Indexed => true;

    public static bool Unit => false;
}

/// <summary>A transposed in place, B with a constant step.</summary>
internal readonly struct AdjacentAddressing : IAddressing
{
    public static bool Packed => false;

    public static bool Indexed => false;

    public static bool Unit => false;

    public static bool Adjacent => true;
}

/// <summary>A with a row stride and contiguous rows, B with a constant step.</summary>
internal readonly struct RowAddressing : IAddressing
{
    public static bool Packed => false;

    public static bool Indexed => false;

    public static bool Unit => true;
}
