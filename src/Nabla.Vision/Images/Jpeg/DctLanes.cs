using System.Runtime.Intrinsics;

namespace Nabla.Vision.Images.Jpeg;

/// <summary>What the DCT's formula needs of a number, or of eight at once, so that it is written once.</summary>
internal interface IDctLanes<TSelf>
    where TSelf : struct, IDctLanes<TSelf>
{
    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, int factor);
    static abstract TSelf operator <<(TSelf a, int bits);

    /// <summary>a / 2^bits, rounded to the nearest, halves up.</summary>
    static abstract TSelf Descale(TSelf a, int bits);
}

/// <summary>One number.</summary>
internal readonly struct DctScalar(int value) : IDctLanes<DctScalar>
{
    public int Value { get; } = value;

    public static DctScalar operator +(DctScalar a, DctScalar b) => new(a.Value + b.Value);
    public static DctScalar operator -(DctScalar a, DctScalar b) => new(a.Value - b.Value);
    public static DctScalar operator *(DctScalar a, int factor) => new(a.Value * factor);
    public static DctScalar operator <<(DctScalar a, int bits) => new(a.Value << bits);
    public static DctScalar Descale(DctScalar a, int bits) => new((a.Value + (1 << (bits - 1))) >> bits);
}

/// <summary>Eight numbers.</summary>
internal readonly struct DctVector(Vector256<int> value) : IDctLanes<DctVector>
{
    public readonly Vector256<int> Value = value;

    public static DctVector operator +(DctVector a, DctVector b) => new(a.Value + b.Value);
    public static DctVector operator -(DctVector a, DctVector b) => new(a.Value - b.Value);
    public static DctVector operator *(DctVector a, int factor) => new(a.Value * Vector256.Create(factor));
    public static DctVector operator <<(DctVector a, int bits) => new(a.Value << bits);
    public static DctVector Descale(DctVector a, int bits) => new((a.Value + Vector256.Create(1 << (bits - 1))) >> bits);
}
