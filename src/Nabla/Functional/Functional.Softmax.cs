namespace Nabla;

public static partial class Functional
{
    /// <summary>Gated linear unit: the first half of an axis times the sigmoid of the second. Dauphin et al. (2016).</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of even extent, which is halved.</param>
    /// <exception cref="ShapeMismatchException">The extent of the axis is odd.</exception>
    [Export("nn.functional.glu")]
    public static Tensor GLU(Tensor x, int axis = -1)
    {
        axis = x.Shape.Axis(axis);
        long extent = x.Rank == 0 ? 1 : x.Shape[axis];
        if (extent % 2 != 0) throw new ShapeMismatchException($"GLU halves axis {axis} of shape {x.Shape}, which is odd.", nameof(x));
        x = x.ToFloating();
        return x.Narrow(axis, 0, extent / 2) * x.Narrow(axis, extent / 2, extent / 2).Sigmoid();
    }

    /// <summary>Softmax along an axis; each slice sums to 1.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of the slices.</param>
    [Export("nn.functional.softmax")]
    public static Tensor Softmax(Tensor x, int axis = -1) => x.Softmax(axis);

    /// <summary>Logarithm of the softmax along an axis, without overflow.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of the slices.</param>
    [Export("nn.functional.log_softmax")]
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => x.LogSoftmax(axis);

    /// <summary>Softmax of -x along an axis.</summary>
    /// <param name="x">Any shape; integers become float32.</param>
    /// <param name="axis">Axis of the slices.</param>
    [Export("nn.functional.softmin")]
    public static Tensor Softmin(Tensor x, int axis = -1) => (-x).Softmax(axis);
}
