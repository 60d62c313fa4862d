using Nabla.Kernels.Interpolation;

namespace Nabla;

public static partial class Functional
{
    /// <summary>Makes the spatial axes of [N, C, L], [N, C, H, W] or [N, C, D, H, W] larger or smaller.</summary>
    /// <param name="x">Input; integers become float32.</param>
    /// <param name="size">Size of the output, one number or one an axis.</param>
    /// <param name="scales">Or factors of the size, one number or one an axis: the output has floor(n·factor) positions. Exactly one of both is given.</param>
    /// <param name="mode">How positions in between are filled.</param>
    /// <param name="alignCorners">Do the centres of the corners stay in place, rather than the edges? Linear and cubic only.</param>
    /// <param name="recomputeScaleFactor">Place positions by the ratio of the sizes, even where <paramref name="scales"/> was given and floor made it differ.</param>
    /// <param name="antialias">Widen the filter when shrinking. Linear and cubic on [N, C, H, W] only.</param>
    /// <exception cref="ShapeMismatchException">The input has another number of axes, or an empty one.</exception>
    /// <exception cref="ArgumentException">Arguments contradict each other, or a size is not positive.</exception>
    [Export("nn.functional.interpolate")]
    public static Tensor Interpolate(
        Tensor x, Spatial? size = null, IReadOnlyList<double>? scales = null, InterpolateMode mode = InterpolateMode.Nearest,
        bool alignCorners = false, bool recomputeScaleFactor = false, bool antialias = false)
    {
        int axes = x.Rank - 2;
        if (axes is < 1 or > 3) throw new ShapeMismatchException($"Interpolate expects [N, C] and one to three spatial axes; got {x.Shape}.", nameof(x));
        if (size is null == scales is null) throw new ArgumentException("Interpolate needs either a size or scales, and not both.", nameof(size));
        bool smooth = mode is InterpolateMode.Linear or InterpolateMode.Cubic;
        if (alignCorners && !smooth) throw new ArgumentException($"Corners can only be aligned in linear and cubic mode; the mode is {mode}.", nameof(alignCorners));
        if (antialias && (!smooth || axes != 2)) throw new ArgumentException($"Antialiasing is for linear and cubic mode on images [N, C, H, W]; got {mode} on {x.Shape}.", nameof(antialias));
        if (mode == InterpolateMode.Cubic && axes != 2) throw new ArgumentException($"Cubic mode is for images [N, C, H, W]; got {x.Shape}.", nameof(mode));
        double[]? factors = scales is null ? null : Factors(scales, axes);
        int[] target = size is { } s ? s.For(axes, nameof(size)) : new int[axes];
        x = x.ToFloating();
        for (int i = 0; i < axes; i++)
        {
            long extent = x.Shape[i + 2];
            if (extent == 0) throw new ShapeMismatchException($"Interpolate cannot fill from the empty axis {i + 2} of {x.Shape}.", nameof(x));
            if (factors is null) continue;
            double wanted = Math.Floor(extent * factors[i]);
            if (wanted is < 1 or > int.MaxValue) throw new ArgumentException($"Axis {i + 2} of {extent} positions times {factors[i]} gives {wanted} positions.", nameof(scales));
            target[i] = (int)wanted;
        }
        bool given = factors is not null && !recomputeScaleFactor && mode != InterpolateMode.Area;
        // What shrinks goes first, and the last axis, whose neighbours are adjacent, goes where there are fewer rows: values are touched as seldom as possible.
        int[] order = [.. Enumerable.Range(0, axes).Where(i => target[i] < x.Shape[i + 2]), .. Enumerable.Range(0, axes).Where(i => target[i] >= x.Shape[i + 2]).Reverse()];
        foreach (int i in order)
        {
            int extent = checked((int)x.Shape[i + 2]);
            ResampleFilter filter = (ResampleFilter)mode;
            double? scale = given ? 1 / factors![i] : null;
            if (extent == target[i] && (scale ?? 1) == 1) continue;
            x = new ResampleOp(i + 2, ResampleTables.Create(filter, extent, target[i], alignCorners, scale, antialias)).Apply(x);
        }
        return x;
    }

    /// <summary>Makes all spatial axes larger or smaller by the same factor.</summary>
    /// <param name="x">[N, C, L], [N, C, H, W] or [N, C, D, H, W]; integers become float32.</param>
    /// <param name="scale">Factor of the size; above 0.</param>
    /// <param name="mode">How positions in between are filled.</param>
    /// <param name="alignCorners">Do the centres of the corners stay in place, rather than the edges?</param>
    /// <exception cref="ArgumentException">The factor is not positive, or leaves no position.</exception>
    [Export("nn.functional.upsample")]
    public static Tensor Upsample(Tensor x, double scale, InterpolateMode mode = InterpolateMode.Nearest, bool alignCorners = false) => Interpolate(x, null, [scale], mode, alignCorners);

    private static double[] Factors(IReadOnlyList<double> scales, int axes)
    {
        if (scales.Count != 1 && scales.Count != axes) throw new ArgumentException($"Expected one scale, or {axes}; got {scales.Count}.", nameof(scales));
        double[] factors = scales.Count == 1 ? [.. Enumerable.Repeat(scales[0], axes)] : [.. scales];
        foreach (double factor in factors)
        {
            if (!(factor > 0) || double.IsInfinity(factor)) throw new ArgumentOutOfRangeException(nameof(scales), factor, "Scales must be positive.");
        }
        return factors;
    }
}
