namespace Nabla.Kernels.Simd;

/// <summary>
/// A fixed number of values of one type that are computed together. A formula written against this interface runs unchanged as scalar code
/// and on 128-, 256- and 512-bit vectors; because body and tail of a loop use the same lanes, they round alike.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
/// <typeparam name="T">Element type: float, double or a built-in integer of 8 to 64 bits.</typeparam>
/// <remarks>
/// Comparisons return masks: lanes with all bits set (true) or clear (false), to be combined with <c>&amp; | ^ ~</c> and consumed by
/// <see cref="Select"/>, <see cref="Any"/> and <see cref="All"/>. Integer arithmetic wraps.
/// </remarks>
public unsafe interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the machine computes these lanes in registers; a constant for the just-in-time compiler.</summary>
    static abstract bool IsAccelerated { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Reads <see cref="Count"/> consecutive values; no alignment is needed.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> consecutive values; no alignment is needed.</summary>
    static abstract void Store(T* target, TSelf value);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(T value);

    /// <summary>The same number in every lane, rounded to <typeparamref name="T"/>; folds to a constant when the argument is one.</summary>
    static abstract TSelf Constant(double value);

    /// <summary>The same bit pattern in every lane (the low bits of <paramref name="bits"/>); folds to a constant when the argument is one.</summary>
    static abstract TSelf Bits(long bits);

    /// <summary>One lane's value.</summary>
    static abstract T Get(TSelf value, int lane);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Sum with a constant; cheaper for the just-in-time compiler than a <see cref="Constant"/> of its own.</summary>
    static abstract TSelf operator +(TSelf left, double right);

    /// <summary>Difference from a constant.</summary>
    static abstract TSelf operator -(TSelf left, double right);

    /// <summary>Product with a constant.</summary>
    static abstract TSelf operator *(TSelf left, double right);

    /// <summary>Quotient; integers truncate and throw <see cref="DivideByZeroException"/> on a zero divisor.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>Negative.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary>Bitwise and.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>Bitwise or.</summary>
    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary>Bitwise exclusive or.</summary>
    static abstract TSelf operator ^(TSelf left, TSelf right);

    /// <summary>Bitwise complement.</summary>
    static abstract TSelf operator ~(TSelf value);

    /// <summary><paramref name="left"/> and not <paramref name="right"/>.</summary>
    static abstract TSelf AndNot(TSelf left, TSelf right);

    /// <summary>a·b + c, rounded once where the machine has fused multiply-add and twice elsewhere.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>a·b + c for a constant c; costs the just-in-time compiler less than <see cref="Fma(TSelf, TSelf, TSelf)"/> of a <see cref="Constant"/>.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, double c);

    /// <summary>a·b + c for a constant b.</summary>
    static abstract TSelf Fma(TSelf a, double b, TSelf c);

    /// <summary>a·b + c for constants b and c.</summary>
    static abstract TSelf Fma(TSelf a, double b, double c);

    /// <summary>min(max(x, low), high), two instructions; NaN stays NaN. Bounds beyond the range of an integer type saturate.</summary>
    static abstract TSelf Clamp(TSelf x, double low, double high);

    /// <summary>Four steps of Horner's rule, (((p·x + a)·x + b)·x + c)·x + d, each a fused multiply-add where the machine has it.</summary>
    static abstract TSelf Horner(TSelf p, TSelf x, double a, double b, double c, double d);

    /// <summary>The smaller value; NaN if either is NaN.</summary>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger value; NaN if either is NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>The smaller value in one instruction; with NaN the result is <paramref name="right"/> or NaN.</summary>
    static abstract TSelf MinFast(TSelf left, TSelf right);

    /// <summary>The larger value in one instruction; with NaN the result is <paramref name="right"/> or NaN.</summary>
    static abstract TSelf MaxFast(TSelf left, TSelf right);

    /// <summary>Absolute value.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>Square root, correctly rounded; float and double only.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Largest integer not above; the value itself for integers.</summary>
    static abstract TSelf Floor(TSelf value);

    /// <summary>Smallest integer not below; the value itself for integers.</summary>
    static abstract TSelf Ceiling(TSelf value);

    /// <summary>Nearest integer, ties to even; the value itself for integers.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>Integer part, towards zero; the value itself for integers.</summary>
    static abstract TSelf Truncate(TSelf value);

    /// <summary>Mask of left == right; false with NaN.</summary>
    static abstract TSelf Equal(TSelf left, TSelf right);

    /// <summary>Mask of left &lt; right; false with NaN.</summary>
    static abstract TSelf Less(TSelf left, TSelf right);

    /// <summary>Mask of left &lt;= right; false with NaN.</summary>
    static abstract TSelf LessOrEqual(TSelf left, TSelf right);

    /// <summary>Mask of left &gt; right; false with NaN.</summary>
    static abstract TSelf Greater(TSelf left, TSelf right);

    /// <summary>Mask of left &gt;= right; false with NaN.</summary>
    static abstract TSelf GreaterOrEqual(TSelf left, TSelf right);

    /// <summary>Lanes of <paramref name="whenTrue"/> where the mask is set, of <paramref name="whenFalse"/> elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Whether the mask is set in any lane.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>Whether the mask is set in every lane.</summary>
    static abstract bool All(TSelf mask);

    /// <summary>Writes <see cref="Count"/> bytes: 1 where the mask is set, 0 elsewhere.</summary>
    static abstract void StoreMask(byte* target, TSelf mask);

    /// <summary>Reads <see cref="Count"/> bytes into a mask that is set where the byte is not zero.</summary>
    static abstract TSelf LoadMask(byte* source);

    /// <summary>Sum of the bit patterns as integers of the same width.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>Difference of the bit patterns as integers of the same width.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>Bit pattern shifted left.</summary>
    static abstract TSelf ShiftLeft(TSelf value, int count);

    /// <summary>Bit pattern shifted right, zeros coming in.</summary>
    static abstract TSelf ShiftRight(TSelf value, int count);

    /// <summary>Sum of all lanes, always added in the same order (halves, then quarters, ...).</summary>
    static abstract T Sum(TSelf value);

    /// <summary>The smallest lane; NaN if any is NaN.</summary>
    static abstract T MinAcross(TSelf value);

    /// <summary>The largest lane; NaN if any is NaN.</summary>
    static abstract T MaxAcross(TSelf value);
}
