using Nabla.Kernels.Pooling;

namespace Nabla;

public static partial class Functional
{
    /// <summary>Largest value of each window over the last <paramref name="axes"/> axes of [N, C, ...] (or [C, ...]).</summary>
    /// <param name="x">Input.</param>
    /// <param name="axes">Number of spatial axes, 1 to 3.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Positions of -∞ on both sides; at most half the window.</param>
    /// <param name="dilation">Distance of positions inside a window.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    /// <returns>The maxima, and their flat positions within the plane as int64.</returns>
    /// <exception cref="ShapeMismatchException">The input does not have that many axes.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or a window does not fit.</exception>
    [Export("nn.functional.max_pool_with_indices")]
    public static (Tensor Values, Tensor Indices) MaxPoolWithIndices(
        Tensor x, int axes, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false)
    {
        Tensor batched = PoolInput("MaxPool", x, axes);
        PoolGeometry geometry = PoolGeometryOf(batched, axes, kernel, stride, padding, dilation, ceilMode);
        MaxPoolOp op = new(geometry, Pooled(batched, axes, geometry));
        Tensor y = op.Apply(batched);
        return (Unbatched(y, x), Unbatched(op.Indices!, x));
    }

    /// <summary>Largest value of each window of [N, C, L].</summary>
    /// <inheritdoc cref="MaxPool2d"/>
    [Export("nn.functional.max_pool1d")]
    public static Tensor MaxPool1d(Tensor x, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPoolWithIndices(x, 1, kernel, stride, padding, dilation, ceilMode).Values;

    /// <summary>Largest value of each window of [N, C, H, W].</summary>
    /// <param name="x">Input.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Positions of -∞ on both sides; at most half the window.</param>
    /// <param name="dilation">Distance of positions inside a window.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or a window does not fit.</exception>
    [Export("nn.functional.max_pool2d")]
    public static Tensor MaxPool2d(Tensor x, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPoolWithIndices(x, 2, kernel, stride, padding, dilation, ceilMode).Values;

    /// <summary>Largest value of each window of [N, C, D, H, W].</summary>
    /// <inheritdoc cref="MaxPool2d"/>
    [Export("nn.functional.max_pool3d")]
    public static Tensor MaxPool3d(Tensor x, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? dilation = null, bool ceilMode = false) =>
        MaxPoolWithIndices(x, 3, kernel, stride, padding, dilation, ceilMode).Values;

    /// <summary>Mean of each window of [N, C, L].</summary>
    /// <inheritdoc cref="AvgPool2d"/>
    [Export("nn.functional.avg_pool1d")]
    public static Tensor AvgPool1d(Tensor x, Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true) =>
        AvgPool(x, 1, kernel, stride, padding, ceilMode, countIncludePad, 0);

    /// <summary>Mean of each window of [N, C, H, W].</summary>
    /// <param name="x">Input.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Zeros on both sides; at most half the window.</param>
    /// <param name="ceilMode">Keep windows that hang over the end.</param>
    /// <param name="countIncludePad">Count padding in the divisor?</param>
    /// <param name="divisorOverride">A divisor to use instead; 0 for none.</param>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or a window does not fit.</exception>
    [Export("nn.functional.avg_pool2d")]
    public static Tensor AvgPool2d(
        Tensor x, Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true, long divisorOverride = 0) =>
        AvgPool(x, 2, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>Mean of each window of [N, C, D, H, W].</summary>
    /// <inheritdoc cref="AvgPool2d"/>
    [Export("nn.functional.avg_pool3d")]
    public static Tensor AvgPool3d(
        Tensor x, Spatial kernel, Spatial? stride = null, Spatial? padding = null, bool ceilMode = false, bool countIncludePad = true, long divisorOverride = 0) =>
        AvgPool(x, 3, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);

    /// <summary>Mean of bins that divide [N, C, L] evenly into the given number of positions.</summary>
    /// <inheritdoc cref="AdaptiveAvgPool2d"/>
    [Export("nn.functional.adaptive_avg_pool1d")]
    public static Tensor AdaptiveAvgPool1d(Tensor x, Spatial output) => AdaptiveAvgPool(x, 1, output);

    /// <summary>Mean of bins that divide [N, C, H, W] evenly: bin i covers floor(i·n/m) to ceil((i+1)·n/m).</summary>
    /// <param name="x">Input.</param>
    /// <param name="output">Output positions; -1 for as many as the input has.</param>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    [Export("nn.functional.adaptive_avg_pool2d")]
    public static Tensor AdaptiveAvgPool2d(Tensor x, Spatial output) => AdaptiveAvgPool(x, 2, output);

    /// <summary>Mean of bins that divide [N, C, D, H, W] evenly.</summary>
    /// <inheritdoc cref="AdaptiveAvgPool2d"/>
    [Export("nn.functional.adaptive_avg_pool3d")]
    public static Tensor AdaptiveAvgPool3d(Tensor x, Spatial output) => AdaptiveAvgPool(x, 3, output);

    /// <summary>Largest value of bins that divide the last <paramref name="axes"/> axes evenly, with flat positions.</summary>
    /// <exception cref="ShapeMismatchException">The input has another number of axes.</exception>
    [Export("nn.functional.adaptive_max_pool_with_indices")]
    public static (Tensor Values, Tensor Indices) AdaptiveMaxPoolWithIndices(Tensor x, int axes, Spatial output)
    {
        Tensor batched = PoolInput("AdaptiveMaxPool", x, axes);
        (AdaptiveGeometry geometry, Shape shape) = AdaptiveOf(batched, axes, output);
        AdaptiveMaxPoolOp op = new(geometry, shape);
        Tensor y = op.Apply(batched);
        return (Unbatched(y, x), Unbatched(op.Indices!, x));
    }

    /// <summary>Largest value of bins that divide [N, C, L] evenly.</summary>
    [Export("nn.functional.adaptive_max_pool1d")]
    public static Tensor AdaptiveMaxPool1d(Tensor x, Spatial output) => AdaptiveMaxPoolWithIndices(x, 1, output).Values;

    /// <summary>Largest value of bins that divide [N, C, H, W] evenly.</summary>
    [Export("nn.functional.adaptive_max_pool2d")]
    public static Tensor AdaptiveMaxPool2d(Tensor x, Spatial output) => AdaptiveMaxPoolWithIndices(x, 2, output).Values;

    /// <summary>Largest value of bins that divide [N, C, D, H, W] evenly.</summary>
    [Export("nn.functional.adaptive_max_pool3d")]
    public static Tensor AdaptiveMaxPool3d(Tensor x, Spatial output) => AdaptiveMaxPoolWithIndices(x, 3, output).Values;

    private static Tensor AvgPool(Tensor x, int axes, Spatial kernel, Spatial? stride, Spatial? padding, bool ceilMode, bool countPadding, long divisor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(divisor);
        Tensor batched = PoolInput("AvgPool", x, axes);
        PoolGeometry geometry = PoolGeometryOf(batched, axes, kernel, stride, padding, null, ceilMode);
        return Unbatched(new AveragePoolOp(geometry, Pooled(batched, axes, geometry), countPadding, divisor).Apply(batched), x);
    }

    private static Tensor AdaptiveAvgPool(Tensor x, int axes, Spatial output)
    {
        Tensor batched = PoolInput("AdaptiveAvgPool", x, axes);
        (AdaptiveGeometry geometry, Shape shape) = AdaptiveOf(batched, axes, output);
        return Unbatched(new AdaptiveAveragePoolOp(geometry, shape).Apply(batched), x);
    }

    private static Tensor PoolInput(string name, Tensor x, int axes)
    {
        Tensor batched = Batched(x, axes);
        if (batched.Rank != axes + 2)
            throw new ShapeMismatchException($"{name}{axes}d expects an input with {axes + 2} axes [N, C, ...], or {axes + 1} without the batch; got shape {x.Shape}.", nameof(x));
        return batched;
    }

    private static int[] SpatialExtents(Tensor x)
    {
        int[] extents = new int[x.Rank - 2];
        for (int i = 0; i < extents.Length; i++) extents[i] = checked((int)x.Shape[i + 2]);
        return extents;
    }

    private static PoolGeometry PoolGeometryOf(Tensor x, int axes, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? dilation, bool ceilMode) =>
        PoolGeometry.Of(
            SpatialExtents(x), kernel.For(axes, nameof(kernel)), (stride ?? kernel).For(axes, nameof(stride)),
            (padding ?? 0).For(axes, nameof(padding), 0), (dilation ?? 1).For(axes, nameof(dilation)), ceilMode);

    private static Shape Pooled(Tensor x, int axes, in PoolGeometry g)
    {
        ReadOnlySpan<long> all = [x.Shape[0], x.Shape[1], g.Depth.Output, g.Height.Output, g.Width.Output];
        return axes switch
        {
            1 => [all[0], all[1], all[4]],
            2 => [all[0], all[1], all[3], all[4]],
            _ => new(all),
        };
    }

    private static (AdaptiveGeometry Geometry, Shape Output) AdaptiveOf(Tensor x, int axes, Spatial output)
    {
        ReadOnlySpan<int> wanted = output.For(axes, nameof(output), -1);
        int[] extents = SpatialExtents(x);
        Span<int> sizes = stackalloc int[axes];
        Span<long> shape = stackalloc long[axes + 2];
        (shape[0], shape[1]) = (x.Shape[0], x.Shape[1]);
        for (int axis = 0; axis < axes; axis++)
        {
            if (wanted[axis] == 0) throw new ArgumentOutOfRangeException(nameof(output), 0, $"An output has at least one position on every axis, or -1 for as many as the input; got {output}.");
            sizes[axis] = wanted[axis] < 0 ? extents[axis] : wanted[axis];
            shape[axis + 2] = sizes[axis];
        }
        return (AdaptiveGeometry.Of(extents, sizes), new(shape));
    }
}
