namespace Nabla;

public static partial class Functional
{
    /// <summary>Adds positions around the last axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="amounts">Pairs (before, after), from the last axis backwards. Negative amounts remove positions.</param>
    /// <param name="mode">What the new positions hold.</param>
    /// <param name="value">The value for <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="ArgumentException">The amounts are not pairs, are too many, or take away more than there is; or the padding is longer than what it repeats.</exception>
    [Export("nn.functional.pad")]
    public static Tensor Pad(Tensor x, IReadOnlyList<long> amounts, PadMode mode = PadMode.Constant, double value = 0) => x.Pad(amounts, mode, value);
}
