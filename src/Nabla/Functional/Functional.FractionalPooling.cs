namespace Nabla;

public static partial class Functional
{
    /// <summary>Largest value of windows of [N, C, H, W] at pseudo-random distances that give a fixed number of positions. Graham (2015).</summary>
    /// <inheritdoc cref="FractionalMaxPool2dWithIndices"/>
    [Export("nn.functional.fractional_max_pool2d")]
    public static Tensor FractionalMaxPool2d(Tensor x, Spatial kernel, Spatial? output = null, double? ratio = null, Tensor? samples = null, Generator? generator = null) =>
        FractionalMaxPool(x, 2, kernel, output, ratio, samples, generator).Values;

    /// <summary>Largest value of windows of [N, C, D, H, W] at pseudo-random distances that give a fixed number of positions. Graham (2015).</summary>
    /// <inheritdoc cref="FractionalMaxPool2dWithIndices"/>
    [Export("nn.functional.fractional_max_pool3d")]
    public static Tensor FractionalMaxPool3d(Tensor x, Spatial kernel, Spatial? output = null, double? ratio = null, Tensor? samples = null, Generator? generator = null) =>
        FractionalMaxPool(x, 3, kernel, output, ratio, samples, generator).Values;

    /// <summary>As <see cref="FractionalMaxPool2d"/>, with the flat positions of the maxima.</summary>
    /// <param name="x">Input, with or without the batch.</param>
    /// <param name="kernel">Window size.</param>
    /// <param name="output">Output positions; null to give a ratio.</param>
    /// <param name="ratio">Output positions as a share of the input's.</param>
    /// <param name="samples">Uniform numbers in [0, 1) that place the windows: [N, C, axes], last axis first for images; drawn when null.</param>
    /// <param name="generator">Where they come from; <see cref="Generator.Default"/> when null.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">Neither or both of output and ratio are given, or the windows do not fit.</exception>
    [Export("nn.functional.fractional_max_pool2d_with_indices")]
    public static (Tensor Values, Tensor Indices) FractionalMaxPool2dWithIndices(
        Tensor x, Spatial kernel, Spatial? output = null, double? ratio = null, Tensor? samples = null, Generator? generator = null) =>
        FractionalMaxPool(x, 2, kernel, output, ratio, samples, generator);

    /// <summary>As <see cref="FractionalMaxPool3d"/>, with the flat positions of the maxima.</summary>
    /// <inheritdoc cref="FractionalMaxPool2dWithIndices"/>
    [Export("nn.functional.fractional_max_pool3d_with_indices")]
    public static (Tensor Values, Tensor Indices) FractionalMaxPool3dWithIndices(
        Tensor x, Spatial kernel, Spatial? output = null, double? ratio = null, Tensor? samples = null, Generator? generator = null) =>
        FractionalMaxPool(x, 3, kernel, output, ratio, samples, generator);

    private static (Tensor Values, Tensor Indices) FractionalMaxPool(Tensor x, int axes, Spatial kernel, Spatial? output, double? ratio, Tensor? samples, Generator? generator)
    {
        if (output is null == ratio is null) throw new ArgumentException("Fractional pooling takes an output size or a ratio, one of them.", nameof(output));
        Tensor batched = PoolInput("FractionalMaxPool", x, axes);
        (long n, long c) = (batched.Shape[0], batched.Shape[1]);
        int[] windows = kernel.For(axes, nameof(kernel)), extents = SpatialExtents(batched);
        int[] sizes = output?.For(axes, nameof(output)) ?? [.. extents.Select(extent => (int)(extent * ratio!.Value))];
        for (int axis = 0; axis < axes; axis++)
        {
            if (sizes[axis] < 1 || sizes[axis] + windows[axis] - 1 > extents[axis])
                throw new ArgumentException($"FractionalMaxPool{axes}d: {sizes[axis]} windows of {windows[axis]} positions do not fit into {extents[axis]} along spatial axis {axis} of shape {x.Shape}.", nameof(output));
        }
        samples ??= Tensor.Rand([n, c, axes], x.DType == DType.Float64 ? DType.Float64 : DType.Float32, generator);
        if (samples.Shape != new Shape(n, c, axes)) throw new ShapeMismatchException($"FractionalMaxPool{axes}d expects samples [{n}, {c}, {axes}]; got {samples.Shape}.", nameof(samples));
        Shape shape = [n, c, .. sizes.Select(size => (long)size)];
        if (!x.HasData) return (Unbatched(Tensor.Empty(shape, x.DType, x.Backend), x), Unbatched(Tensor.Empty(shape, DType.Int64, x.Backend), x));

        long[] places = WindowPlaces(samples, axes, windows, extents, sizes);
        long window = 1, count = shape.Count;
        foreach (int size in windows) window *= size;
        Tensor all = Tensor.Of(places, [n, c, count / Math.Max(1, n * c) * window]);
        Tensor values = new PlaneGatherOp(all.Persist()).Apply(batched.Detach()).Reshape(-1, window);
        Tensor best = values.Argmax(1, keepDims: true);
        Tensor indices = all.Reshape(-1, window).Gather(1, best).Reshape(shape);
        return (Unbatched(new PlaneGatherOp(indices.Detach().Persist()).Apply(batched), x), Unbatched(indices, x));
    }

    /// <summary>The flat positions of every element of every window, plane by plane.</summary>
    private static long[] WindowPlaces(Tensor samples, int axes, int[] windows, int[] extents, int[] sizes)
    {
        bool single = samples.DType == DType.Float32;
        double[] drawn = samples.Detach().To(DType.Float64).ToArray<double>();
        int planes = drawn.Length / axes;
        List<long> places = [];
        int[][] starts = new int[axes][];
        for (int plane = 0; plane < planes; plane++)
        {
            for (int axis = 0; axis < axes; axis++)
            {
                // PyTorch draws the width first for images, and the depth first for volumes.
                double sample = drawn[(plane * axes) + (axes == 2 ? 1 - axis : axis)];
                starts[axis] = WindowStarts(sample, extents[axis], sizes[axis], windows[axis], single);
            }
            Fill(0, 0);
        }
        return [.. places];

        void Fill(int axis, long corner)
        {
            if (axis == axes)
            {
                Window(0, corner);
                return;
            }
            foreach (int start in starts[axis]) Fill(axis + 1, (corner * extents[axis]) + start);
        }

        void Window(int axis, long place)
        {
            if (axis == axes)
            {
                places.Add(place);
                return;
            }
            long stride = 1;
            for (int i = axis + 1; i < axes; i++) stride *= extents[i];
            for (int i = 0; i < windows[axis]; i++) Window(axis + 1, place + (i * stride));
        }
    }

    /// <summary>Where the windows of one axis start: ⌊(i + u)·α⌋ - ⌊u·α⌋, and the last at the end; in the precision of the samples.</summary>
    private static int[] WindowStarts(double sample, int extent, int size, int window, bool single)
    {
        int[] starts = new int[size];
        double alpha = size > 1 ? (double)(extent - window) / (size - 1) : 0;
        for (int i = 0; i < size - 1; i++)
        {
            starts[i] = single
                ? (int)((i + (float)sample) * (float)alpha) - (int)((float)sample * (float)alpha)
                : (int)((i + sample) * alpha) - (int)(sample * alpha);
        }
        starts[size - 1] = extent - window;
        return starts;
    }
}
