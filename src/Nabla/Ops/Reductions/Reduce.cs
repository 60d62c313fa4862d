namespace Nabla;

/// <summary>What reductions share.</summary>
internal static class Reduce
{
    /// <summary>Allocates the output and reduces.</summary>
    public static Tensor Run(Reduction kind, Tensor x, int[] axes, bool keepDims, DType type)
    {
        Tensor y = Tensor.Empty(x.Shape.Reduce(axes, keepDims), type, x.Backend);
        x.Backend.Reduce(kind, x, axes, y);
        return y;
    }

    /// <summary>Brings a reduced tensor back to the full shape by broadcasting.</summary>
    public static Tensor Spread(Tensor g, Shape shape, int[] axes, bool keepDims) => Restore(g, shape, axes, keepDims).BroadcastTo(shape);

    /// <summary>Puts the reduced axes back with extent 1.</summary>
    public static Tensor Restore(Tensor g, Shape shape, int[] axes, bool keepDims) => keepDims ? g : g.Reshape(shape.Reduce(axes, keepDims: true));

    /// <summary>How many values go into one.</summary>
    public static long Extent(Shape shape, int[] axes)
    {
        long count = 1;
        foreach (int axis in axes) count *= shape[axis];
        return count;
    }
}
