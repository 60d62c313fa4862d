namespace Nabla.Kernels.Indexing;

/// <summary>Work that only moves elements and so depends on their width alone.</summary>
internal interface IWidthBody
{
    /// <summary>Runs over elements of the unsigned integer type <typeparamref name="T"/>.</summary>
    void Run<T>() where T : unmanaged;
}

/// <summary>Chooses the unsigned integer type that stands for an element of 1, 2, 4 or 8 bytes.</summary>
internal static class ElementWidth
{
    /// <summary>Runs <paramref name="body"/> over the type of width <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The width is not 1, 2, 4 or 8.</exception>
    public static void Dispatch<TBody>(int bytes, ref TBody body) where TBody : struct, IWidthBody
    {
        switch (bytes)
        {
            case 1: body.Run<byte>(); break;
            case 2: body.Run<ushort>(); break;
            case 4: body.Run<uint>(); break;
            case 8: body.Run<ulong>(); break;
            default: throw new ArgumentOutOfRangeException(nameof(bytes), bytes, "The element width must be 1, 2, 4 or 8 bytes.");
        }
    }
}
