namespace Nabla;

public static partial class Functional
{
    /// <summary>Cosine of the angle between slices along an axis.</summary>
    /// <param name="x1">Any shape.</param>
    /// <param name="x2">A shape that broadcasts with it.</param>
    /// <param name="axis">Axis of the vectors, which disappears.</param>
    /// <param name="epsilon">Norms are not taken smaller than this.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [Export("nn.functional.cosine_similarity")]
    public static Tensor CosineSimilarity(Tensor x1, Tensor x2, int axis = 1, double epsilon = 1e-8)
    {
        (x1, x2) = Promotion.AlignFloating(Autocast.Full(x1), Autocast.Full(x2));
        Shape shape = Shape.Broadcast(x1.Shape, x2.Shape);
        (x1, x2) = (x1.BroadcastTo(shape), x2.BroadcastTo(shape));
        return (x1 * x2).Sum(axis) / (AtLeast(x1.Square().Sum(axis).Sqrt(), epsilon) * AtLeast(x2.Square().Sum(axis).Sqrt(), epsilon));
    }

    /// <summary>p-norm of x1 - x2 + epsilon along the last axis.</summary>
    /// <param name="x1">[..., D].</param>
    /// <param name="x2">A shape that broadcasts with it.</param>
    /// <param name="p">Order of the norm.</param>
    /// <param name="epsilon">Added to the difference, which keeps the gradient of equal vectors finite.</param>
    /// <param name="keepDims">Keep the last axis with extent 1?</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">p is NaN.</exception>
    [Export("nn.functional.pairwise_distance")]
    public static Tensor PairwiseDistance(Tensor x1, Tensor x2, double p = 2, double epsilon = 1e-6, bool keepDims = false)
    {
        (x1, x2) = Promotion.AlignFloating(Autocast.Full(x1), Autocast.Full(x2));
        Tensor d = x1 - x2 + epsilon;
        return p switch
        {
            1 => d.Abs().Sum(-1, keepDims),
            2 => d.Square().Sum(-1, keepDims).Sqrt(),
            double.PositiveInfinity => d.Abs().Amax(-1, keepDims),
            _ => d.Norm(p, [-1], keepDims),
        };
    }

    private static Tensor AtLeast(Tensor x, double least) => x.Detach().Less(least).Where(least, x);
}
