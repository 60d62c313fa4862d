namespace Nabla;

/// <summary>A weight as length times direction, g·v/|v|. Salimans and Kingma (2016).</summary>
/// <param name="axis">Axis whose slices have a length each; null for one length of the whole.</param>
/// <param name="legacyKeys">Keys <c>weight_g</c> and <c>weight_v</c>, as <c>torch.nn.utils.weight_norm</c> writes, instead of <c>parametrizations.weight.original0</c> and <c>original1</c>?</param>
[Export("nn.utils.parametrizations.WeightNorm")]
public sealed class WeightNorm(int? axis = 0, bool legacyKeys = false) : Parametrization
{
    /// <inheritdoc/>
    protected override bool Beside => legacyKeys;

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Shape Shape)> Describe(string name, Shape shape)
    {
        long[] lengths = [.. Enumerable.Repeat(1L, shape.Rank)];
        if (axis is { } kept) lengths[shape.Axis(kept)] = shape[kept];
        Shape length = axis is null ? [] : new(lengths);
        return legacyKeys ? [($"{name}_g", length), ($"{name}_v", shape)] : [("original0", length), ("original1", shape)];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Invert(Tensor value) => [Length(value), value];

    /// <inheritdoc/>
    protected override Tensor Compute(IReadOnlyList<Tensor> originals, bool training) => originals[1] * (originals[0] / Length(originals[1]));

    private Tensor Length(Tensor v)
    {
        if (axis is not { } kept) return v.Norm();
        int[] others = [.. Enumerable.Range(0, v.Rank).Where(other => other != v.Shape.Axis(kept))];
        return others.Length == 0 ? v.Abs() : v.Norm(2, others, keepDims: true);
    }
}
