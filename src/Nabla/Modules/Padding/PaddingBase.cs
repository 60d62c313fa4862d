namespace Nabla;

/// <summary>What padding modules share: how much goes around the last axes, and what it holds.</summary>
[Export("nn.PaddingBase")]
[FunctionalTwin(nameof(Nabla.Functional.Pad))]
public abstract class PaddingBase : Module
{
    private readonly long[] _amounts;
    private readonly int _axes;
    private readonly PadMode _mode;
    private readonly double _value;

    private protected PaddingBase(Weights w, int axes, ReadOnlySpan<long> padding, PadMode mode, double value = 0)
        : base(w)
    {
        _amounts = padding.Length == 1 ? [.. Enumerable.Repeat(padding[0], 2 * axes)] : padding.ToArray();
        if (_amounts.Length != 2 * axes)
            throw new ArgumentException($"Padding of {axes} axes is one number, or {2 * axes} numbers (before and after, from the last axis backwards); got {padding.Length}.", nameof(padding));
        (_axes, _mode, _value) = (axes, mode, value);
    }

    /// <summary>x [N, C, ...] (or [C, ...]) -> the same with more positions.</summary>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank != _axes + 2 && x.Rank != _axes + 1)
            throw new ShapeMismatchException($"{GetType().Name} at '{Path}' expects an input with {_axes + 2} axes, or {_axes + 1} without the batch; got shape {x.Shape}.", nameof(x));
        return Nabla.Functional.Pad(x, _amounts, _mode, _value);
    }
}
