namespace Nabla;

public static partial class Functional
{
    /// <summary>Puts maxima of [N, C, L] back where they came from, between zeros.</summary>
    /// <inheritdoc cref="MaxUnpool2d"/>
    [Export("nn.functional.max_unpool1d")]
    public static Tensor MaxUnpool1d(Tensor x, Tensor indices, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputSize = null) =>
        MaxUnpool(x, indices, 1, kernel, stride, padding, outputSize);

    /// <summary>Puts maxima of [N, C, H, W] back where they came from, between zeros.</summary>
    /// <param name="x">The maxima, as pooling gave them.</param>
    /// <param name="indices">Their flat positions within the plane, an integer dtype; the same shape.</param>
    /// <param name="kernel">Window size of the pooling.</param>
    /// <param name="stride">Distance of windows; the window size when omitted.</param>
    /// <param name="padding">Positions added on both sides; 0 when omitted.</param>
    /// <param name="outputSize">Spatial extents wanted; (n - 1)·stride - 2·padding + kernel when omitted.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The output size is a stride or more off that.</exception>
    /// <exception cref="Kernels.Indexing.IndexRangeException">A position lies outside the output.</exception>
    [Export("nn.functional.max_unpool2d")]
    public static Tensor MaxUnpool2d(Tensor x, Tensor indices, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputSize = null) =>
        MaxUnpool(x, indices, 2, kernel, stride, padding, outputSize);

    /// <summary>Puts maxima of [N, C, D, H, W] back where they came from, between zeros.</summary>
    /// <inheritdoc cref="MaxUnpool2d"/>
    [Export("nn.functional.max_unpool3d")]
    public static Tensor MaxUnpool3d(Tensor x, Tensor indices, Spatial kernel, Spatial? stride = null, Spatial? padding = null, Spatial? outputSize = null) =>
        MaxUnpool(x, indices, 3, kernel, stride, padding, outputSize);

    private static Tensor MaxUnpool(Tensor x, Tensor indices, int axes, Spatial kernel, Spatial? stride, Spatial? padding, Spatial? outputSize)
    {
        Tensor batched = PoolInput("MaxUnpool", x, axes);
        if (indices.Shape != x.Shape) throw new ShapeMismatchException($"MaxUnpool{axes}d expects one position for each value of {x.Shape}; got {indices.Shape}.", nameof(indices));
        int[] windows = kernel.For(axes, nameof(kernel)), steps = (stride ?? kernel).For(axes, nameof(stride)), pads = (padding ?? 0).For(axes, nameof(padding), 0);
        int[]? wanted = outputSize?.For(axes, nameof(outputSize));
        long[] extents = new long[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            extents[axis] = ((batched.Shape[axis + 2] - 1) * steps[axis]) - (2L * pads[axis]) + windows[axis];
            if (wanted is null) continue;
            if (Math.Abs(wanted[axis] - extents[axis]) >= steps[axis])
                throw new ArgumentOutOfRangeException(nameof(outputSize), wanted[axis], $"MaxUnpool{axes}d: the size along spatial axis {axis} must be within {steps[axis] - 1} of {extents[axis]}.");
            extents[axis] = wanted[axis];
        }
        long plane = 1;
        foreach (long extent in extents) plane *= extent;
        (long n, long c) = (batched.Shape[0], batched.Shape[1]);
        Tensor flat = Tensor.Zeros([n, c, plane], x.DType, x.Backend).Scatter(2, indices.Reshape(n, c, -1), batched.Reshape(n, c, -1));
        return Unbatched(flat.Reshape([n, c, .. extents]), x);
    }
}
