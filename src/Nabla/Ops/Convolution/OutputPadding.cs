namespace Nabla;

/// <summary>The output padding that gives a transposed convolution a wanted size: several input sizes of a strided convolution share one output size.</summary>
internal static class OutputPadding
{
    /// <summary>Wanted size less the smallest one, an axis each.</summary>
    /// <exception cref="ArgumentException">The size cannot be had.</exception>
    public static Spatial For(Tensor x, int axes, Spatial size, Shape weight, Spatial stride, Spatial padding, Spatial dilation)
    {
        if (x.Rank != axes + 1 && x.Rank != axes + 2) throw new ShapeMismatchException($"A transposed convolution with {axes} spatial axes expects [N, C, ...]; got {x.Shape}.", nameof(x));
        int[] wanted = size.For(axes, nameof(size)), step = stride.For(axes, nameof(stride)), cut = padding.For(axes, nameof(padding), 0), spread = dilation.For(axes, nameof(dilation));
        int[] extra = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            long least = ((x.Shape[x.Rank - axes + i] - 1) * step[i]) - (2L * cut[i]) + (spread[i] * (weight[2 + i] - 1)) + 1;
            if (wanted[i] < least || wanted[i] >= least + step[i])
                throw new ArgumentException($"Axis {i} of the output can have {least}..{least + step[i] - 1} positions for an input of {x.Shape}; got {wanted[i]}.", nameof(size));
            extra[i] = (int)(wanted[i] - least);
        }
        return extra;
    }
}
