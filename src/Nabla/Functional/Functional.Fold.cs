namespace Nabla;

public static partial class Functional
{
    /// <summary>The patches that a convolution of x would see, one a column (im2col).</summary>
    /// <param name="x">[N, C, H, W] (or [C, H, W]).</param>
    /// <param name="kernel">Patch size.</param>
    /// <param name="dilation">Distance of positions inside a patch; 1 when omitted.</param>
    /// <param name="padding">Zeros on both sides; 0 when omitted.</param>
    /// <param name="stride">Distance of patches; 1 when omitted.</param>
    /// <returns>[N, C·KH·KW, patches].</returns>
    /// <exception cref="ShapeMismatchException">The input has another number of axes, or no patch fits.</exception>
    [Export("nn.functional.unfold")]
    public static Tensor Unfold(Tensor x, Spatial kernel, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null)
    {
        if (x.Rank is not (3 or 4)) throw new ShapeMismatchException($"Unfold expects [N, C, H, W] or [C, H, W]; got {x.Shape}.", nameof(x));
        Tensor batched = Batched(x, 2);
        Patches patches = new("Unfold", batched.Shape[2], batched.Shape[3], kernel, dilation, padding, stride);
        Tensor padded = batched.Pad([patches.Pads[1], patches.Pads[1], patches.Pads[0], patches.Pads[0]]);
        Tensor windows = padded;
        foreach (ViewOp view in patches.Views) windows = view.Apply(windows);
        Tensor y = windows.Permute(0, 1, 4, 5, 2, 3).Reshape(batched.Shape[0], batched.Shape[1] * patches.Area, patches.Count);
        return Unbatched(y, x);
    }

    /// <summary>Adds patches, one a column, back into an image (col2im): the adjoint of <see cref="Unfold"/>.</summary>
    /// <param name="x">[N, C·KH·KW, patches] (or without N).</param>
    /// <param name="output">Height and width of the image.</param>
    /// <param name="kernel">Patch size.</param>
    /// <param name="dilation">Distance of positions inside a patch; 1 when omitted.</param>
    /// <param name="padding">Positions cut off on both sides; 0 when omitted.</param>
    /// <param name="stride">Distance of patches; 1 when omitted.</param>
    /// <returns>[N, C, H, W].</returns>
    /// <exception cref="ShapeMismatchException">The input does not hold the patches of such an image.</exception>
    [Export("nn.functional.fold")]
    public static Tensor Fold(Tensor x, Spatial output, Spatial kernel, Spatial? dilation = null, Spatial? padding = null, Spatial? stride = null)
    {
        int[] size = output.For(2, nameof(output));
        if (x.Rank is not (2 or 3)) throw new ShapeMismatchException($"Fold expects [N, C·KH·KW, patches] or [C·KH·KW, patches]; got {x.Shape}.", nameof(x));
        Tensor batched = x.Rank == 2 ? x.Unsqueeze(0) : x;
        Patches patches = new("Fold", size[0], size[1], kernel, dilation, padding, stride);
        if (batched.Shape[1] % patches.Area != 0 || batched.Shape[2] != patches.Count)
            throw new ShapeMismatchException($"Fold into {size[0]} x {size[1]} expects {patches.Count} patches of a multiple of {patches.Area} values; got {x.Shape}.", nameof(x));
        long channels = batched.Shape[1] / patches.Area;
        Tensor windows = batched.Reshape(batched.Shape[0], channels, patches.Kernel[0], patches.Kernel[1], patches.Rows, patches.Columns).Permute(0, 1, 4, 5, 2, 3);
        Shape[] shapes = patches.Shapes(batched.Shape[0], channels);
        for (int i = patches.Views.Length - 1; i >= 0; i--) windows = new ViewAdjointOp(patches.Views[i], shapes[i]).Apply(windows);
        Tensor y = windows.Pad([-patches.Pads[1], -patches.Pads[1], -patches.Pads[0], -patches.Pads[0]]);
        return x.Rank == 2 ? y.Squeeze(0) : y;
    }

    /// <summary>Where the patches of an image lie.</summary>
    private sealed class Patches
    {
        private readonly int[] _reach = new int[2];
        private readonly long[] _padded = new long[2];

        public Patches(string name, long height, long width, Spatial kernel, Spatial? dilation, Spatial? padding, Spatial? stride)
        {
            Kernel = kernel.For(2, nameof(kernel));
            Pads = padding is { } given ? given.For(2, nameof(padding), 0) : [0, 0];
            int[] gaps = (dilation ?? 1).For(2, nameof(dilation)), steps = (stride ?? 1).For(2, nameof(stride));
            long[] counts = new long[2];
            for (int axis = 0; axis < 2; axis++)
            {
                _reach[axis] = (gaps[axis] * (Kernel[axis] - 1)) + 1;
                _padded[axis] = (axis == 0 ? height : width) + (2L * Pads[axis]);
                if (_padded[axis] < _reach[axis])
                    throw new ShapeMismatchException($"{name}: a patch reaching over {_reach[axis]} positions does not fit into the padded image's {_padded[axis]}.", nameof(kernel));
                counts[axis] = ((_padded[axis] - _reach[axis]) / steps[axis]) + 1;
            }
            (Rows, Columns) = (counts[0], counts[1]);
            Views =
            [
                new UnfoldOp(2, _reach[0], steps[0]), new SliceOp(4, 0, Kernel[0], gaps[0]),
                new UnfoldOp(3, _reach[1], steps[1]), new SliceOp(5, 0, Kernel[1], gaps[1]),
            ];
        }

        public int[] Kernel { get; }

        public int[] Pads { get; }

        public long Rows { get; }

        public long Columns { get; }

        public long Count => Rows * Columns;

        public long Area => (long)Kernel[0] * Kernel[1];

        /// <summary>The padded image as [N, C, rows, columns, KH, KW].</summary>
        public ViewOp[] Views { get; }

        /// <summary>The shape each view looks at.</summary>
        public Shape[] Shapes(long n, long c) =>
        [
            [n, c, _padded[0], _padded[1]], [n, c, Rows, _padded[1], _reach[0]],
            [n, c, Rows, _padded[1], Kernel[0]], [n, c, Rows, Columns, Kernel[0], _reach[1]],
        ];
    }
}
