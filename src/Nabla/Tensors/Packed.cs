namespace Nabla;

/// <summary>A tensor laid out row by row without gaps: the given one when it is, else a copy that lives until disposed. Use with <c>using</c>.</summary>
internal readonly ref struct Packed
{
    private readonly Tensor _given;

    internal Packed(Tensor given)
    {
        _given = given;
        Value = given.Contiguous();
    }

    public Tensor Value { get; }

    public static implicit operator Tensor(Packed packed) => packed.Value;

    public void Dispose()
    {
        if (!ReferenceEquals(Value, _given)) Value.Dispose();
    }
}
