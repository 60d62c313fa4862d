namespace Nabla;

/// <summary>One of the inputs that a position of a grid reads along an axis.</summary>
/// <param name="Index">int64 [N, positions], always inside the image.</param>
/// <param name="Weight">[N, positions].</param>
internal sealed record GridTaps(Tensor Index, Tensor Weight)
{
    /// <summary>The taps of one axis.</summary>
    public static GridTaps[] Create(Tensor coordinate, long extent, InterpolateMode mode, GridPadding padding, bool alignCorners)
    {
        Tensor at = alignCorners ? (coordinate + 1) * ((extent - 1) / 2.0) : ((coordinate + 1) * (extent / 2.0)) - 0.5;
        if (mode != InterpolateMode.Cubic) at = Pad(at, extent, padding, alignCorners);
        if (mode == InterpolateMode.Nearest)
        {
            Tensor nearest = at.Detach().Round();
            return [new(Inside(nearest, extent), padding == GridPadding.Zeros ? Within(nearest, extent).To(at.DType) : Tensor.Ones(at.Shape, at.DType, at.Backend))];
        }
        Tensor floor = at.Detach().Floor(), part = at - floor;
        if (mode == InterpolateMode.Linear) return [Tap(floor, 1 - part, extent, padding, alignCorners), Tap(floor + 1, part, extent, padding, alignCorners)];
        return
        [
            Tap(floor - 1, Far(part + 1), extent, padding, alignCorners), Tap(floor, Near(part), extent, padding, alignCorners),
            Tap(floor + 1, Near(1 - part), extent, padding, alignCorners), Tap(floor + 2, Far(2 - part), extent, padding, alignCorners),
        ];
    }

    // Keys' cubic with a = -¾, within one and between one and two positions.
    private static Tensor Near(Tensor x) => (((x * 1.25) - 2.25) * x * x) + 1;

    private static Tensor Far(Tensor x) => ((((x - 5) * x) + 8) * x * -0.75) + 3;

    private static GridTaps Tap(Tensor place, Tensor weight, long extent, GridPadding padding, bool alignCorners)
    {
        if (padding == GridPadding.Zeros) return new(Inside(place, extent), Within(place, extent).Where(weight, 0));
        return new(Inside(Pad(place, extent, padding, alignCorners), extent), weight);
    }

    private static Tensor Within(Tensor place, long extent) => (place >= 0).LogicalAnd(place <= extent - 1);

    // NaN reads position 0, as in PyTorch.
    private static Tensor Inside(Tensor place, long extent) => place.IsNaN().Where(0, place).Clamp(0, extent - 1).To(DType.Int64);

    private static Tensor Pad(Tensor at, long extent, GridPadding padding, bool alignCorners)
    {
        if (padding == GridPadding.Zeros) return at;
        if (padding == GridPadding.Reflection)
        {
            double low = alignCorners ? 0 : -0.5, span = alignCorners ? extent - 1 : extent;
            if (span == 0) return at * 0;
            Tensor distance = (at - low).Abs();
            Tensor turns = (distance.Detach() / span).Floor(), rest = distance - (turns * span);
            at = turns.Remainder(2).Equal(0).Where(rest, span - rest) + low;
        }
        return at.Clamp(0, extent - 1);
    }
}
