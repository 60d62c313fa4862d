namespace Nabla;

public static partial class Functional
{
    /// <summary>Reads an image or a volume at the positions of a grid. Jaderberg et al. (2015).</summary>
    /// <param name="x">[N, C, H, W] or [N, C, D, H, W]; floating point.</param>
    /// <param name="grid">[N, H', W', 2] or [N, D', H', W', 3] of (x, y[, z]) with -1 and 1 at the borders; the dtype of x.</param>
    /// <param name="mode">Nearest, Linear, or on images Cubic.</param>
    /// <param name="padding">What lies outside.</param>
    /// <param name="alignCorners">Are -1 and 1 the centres of the corner positions, rather than their outer edges?</param>
    /// <returns>[N, C, H', W'] or [N, C, D', H', W'].</returns>
    /// <remarks>Differentiable, any number of times, to the image and to the grid.</remarks>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The dtypes differ, or the mode is not offered.</exception>
    [Export("nn.functional.grid_sample")]
    public static Tensor GridSample(Tensor x, Tensor grid, InterpolateMode mode = InterpolateMode.Linear, GridPadding padding = GridPadding.Zeros, bool alignCorners = false)
    {
        (x, grid) = (Autocast.Full(x), Autocast.Full(grid));
        int axes = x.Rank - 2;
        if (axes is not (2 or 3)) throw new ShapeMismatchException($"GridSample expects [N, C, H, W] or [N, C, D, H, W]; got {x.Shape}.", nameof(x));
        if (grid.Rank != axes + 2 || grid.Shape[0] != x.Shape[0] || grid.Shape[^1] != axes)
            throw new ShapeMismatchException($"GridSample of {x.Shape} expects a grid of rank {axes + 2}, with {x.Shape[0]} first and {axes} last; got {grid.Shape}.", nameof(grid));
        if (!x.DType.IsFloating() || x.DType != grid.DType) throw new ArgumentException($"Image and grid need the same floating dtype; got {x.DType.Name()} and {grid.DType.Name()}.", nameof(grid));
        if (mode is not (InterpolateMode.Nearest or InterpolateMode.Linear or InterpolateMode.Cubic) || (mode == InterpolateMode.Cubic && axes == 3))
            throw new ArgumentException($"GridSample offers Nearest, Linear and, on images, Cubic; got {mode}.", nameof(mode));
        for (int i = 0; i < axes; i++)
        {
            if (x.Shape[2 + i] == 0) throw new ShapeMismatchException($"GridSample cannot read the empty axis {2 + i} of {x.Shape}.", nameof(x));
        }
        // One list of taps an axis, of shape [N, positions]; the grid counts axes from the last.
        long images = x.Shape[0], positions = grid.Count / Math.Max(1, images * axes);
        GridTaps[][] taps = new GridTaps[axes][];
        for (int i = 0; i < axes; i++)
        {
            Tensor place = grid.Select(grid.Rank - 1, axes - 1 - i).Reshape(images, positions);
            taps[i] = GridTaps.Create(place, x.Shape[2 + i], mode, padding, alignCorners);
        }
        List<Tensor> places = [], shares = [];
        Combine(x.Shape, taps, 0, null, null, places, shares);
        Tensor y = new WeightedGatherOp().Apply(x.Flatten(2), Tensor.Stack(shares, 1), Tensor.Stack(places, 1));
        long[] shape = [images, x.Shape[1], .. grid.Shape.ToArray()[1..^1]];
        return y.Reshape(shape);
    }

    /// <summary>The grid of an affine map, for <see cref="GridSample"/>.</summary>
    /// <param name="theta">[N, 2, 3] or [N, 3, 4]: the map from output to input coordinates.</param>
    /// <param name="size">Shape of the output, [N, C, H, W] or [N, C, D, H, W].</param>
    /// <param name="alignCorners">As for <see cref="GridSample"/>.</param>
    /// <returns>[N, H, W, 2] or [N, D, H, W, 3].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.affine_grid")]
    public static Tensor AffineGrid(Tensor theta, Shape size, bool alignCorners = false)
    {
        int axes = size.Rank - 2;
        if (axes is not (2 or 3) || theta.Shape != new Shape(size.Rank > 0 ? size[0] : 0, axes, axes + 1))
            throw new ShapeMismatchException($"AffineGrid for {size} expects theta [N, {axes}, {axes + 1}]; got {theta.Shape}.", nameof(theta));
        Tensor grid = theta.Select(2, axes).Reshape([size[0], .. Enumerable.Repeat(1L, axes), axes]);
        for (int i = 0; i < axes; i++)
        {
            // Coordinate x belongs to the last axis.
            long extent = size[size.Rank - 1 - i];
            double end = extent > 1 ? (alignCorners ? 1 : (extent - 1.0) / extent) : 0;
            long[] along = [1, .. Enumerable.Repeat(1L, axes), 1];
            along[axes - i] = extent;
            Tensor line = Tensor.Linspace(-end, end, extent, theta.DType).Reshape(along);
            grid += line * theta.Select(2, i).Reshape([size[0], .. Enumerable.Repeat(1L, axes), axes]);
        }
        return grid;
    }

    // All combinations of taps, one axis after the other: flat places and products of weights.
    private static void Combine(Shape shape, GridTaps[][] taps, int axis, Tensor? index, Tensor? weight, List<Tensor> places, List<Tensor> shares)
    {
        if (axis == taps.Length)
        {
            places.Add(index!);
            shares.Add(weight!);
            return;
        }
        foreach (GridTaps tap in taps[axis])
        {
            Tensor place = index is null ? tap.Index : (index * shape[2 + axis]) + tap.Index;
            Combine(shape, taps, axis + 1, place, weight is null ? tap.Weight : weight * tap.Weight, places, shares);
        }
    }
}
