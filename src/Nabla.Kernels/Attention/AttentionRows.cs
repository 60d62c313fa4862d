namespace Nabla.Kernels.Attention;

/// <summary>Rows of an operand of attention: where the rows of each head begin, and how far they lie apart. The values of a row are adjacent.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="pointer">First value of the first head.</param>
/// <param name="heads">Heads of a sample.</param>
/// <param name="sample">Values from sample to sample.</param>
/// <param name="head">Values from head to head of a sample.</param>
/// <param name="row">Values from row to row.</param>
public readonly unsafe struct AttentionRows<T>(T* pointer, long heads, long sample, long head, long row)
    where T : unmanaged
{
    private readonly long _heads = heads, _sample = sample, _head = head;

    /// <summary>First value of the first head.</summary>
    public T* Pointer { get; } = pointer;

    /// <summary>Values from row to row.</summary>
    public long Row { get; } = row;

    /// <summary>Contiguous heads of <paramref name="rows"/> rows of <paramref name="width"/> values.</summary>
    public static AttentionRows<T> Contiguous(T* pointer, long rows, long width) => new(pointer, 1, rows * width, 0, width);

    /// <summary>First value of a head, the heads of all samples counted through.</summary>
    public T* Of(long head) => Pointer + (head / _heads * _sample) + (head % _heads * _head);
}
