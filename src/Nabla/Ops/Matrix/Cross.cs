namespace Nabla;

/// <summary>Vector products.</summary>
public static class CrossExtensions
{
    extension(Tensor a)
    {
        /// <summary>The vector product of three-dimensional vectors along an axis. Broadcasts and promotes.</summary>
        /// <exception cref="ShapeMismatchException">The axis does not have three positions, or the shapes do not broadcast.</exception>
        /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
        [Export("cross", "Tensor.cross")]
        public Tensor Cross(Tensor b, int axis = -1)
        {
            (a, b) = Promotion.Align(a, b);
            Shape shape = Shape.Broadcast(a.Shape, b.Shape);
            axis = shape.Axis(axis);
            if (shape.Rank == 0 || shape[axis] != 3) throw new ShapeMismatchException($"A vector product needs 3 positions along axis {axis}; got shapes {a.Shape} and {b.Shape}.", nameof(b));
            (a, b) = (a.BroadcastTo(shape), b.BroadcastTo(shape));
            return (a.Roll(-1, axis) * b.Roll(-2, axis)) - (a.Roll(-2, axis) * b.Roll(-1, axis));
        }
    }
}
