namespace Nabla;

public static partial class Functional
{
    /// <summary>log(1 + e^(-target·x)) for targets of 1 and -1.</summary>
    /// <param name="x">Scores, any shape.</param>
    /// <param name="target">1 or -1; the same shape.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [Export("nn.functional.soft_margin_loss")]
    public static Tensor SoftMarginLoss(Tensor x, Tensor target, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("SoftMarginLoss", x, target);
        return (-(x * target).LogSigmoid()).Reduced(reduction);
    }

    /// <summary>x where the target is 1, max(0, margin - x) where it is -1.</summary>
    /// <param name="x">Distances, any shape.</param>
    /// <param name="target">1 or -1; the same shape.</param>
    /// <param name="margin">Distance wanted at least where the target is -1.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [Export("nn.functional.hinge_embedding_loss")]
    public static Tensor HingeEmbeddingLoss(Tensor x, Tensor target, double margin = 1, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("HingeEmbeddingLoss", x, target);
        Tensor held = target.Detach();
        return (held.NotEqual(1).Where((margin - x).Relu(), 0) + held.NotEqual(-1).Where(x, 0)).Reduced(reduction);
    }

    /// <summary>max(0, -target·(x1 - x2) + margin): is x1 (target 1) or x2 (target -1) ranked higher?</summary>
    /// <param name="x1">Scores, any shape.</param>
    /// <param name="x2">Scores that broadcast with them.</param>
    /// <param name="target">1 or -1; broadcasts.</param>
    /// <param name="margin">Distance wanted.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [Export("nn.functional.margin_ranking_loss")]
    public static Tensor MarginRankingLoss(Tensor x1, Tensor x2, Tensor target, double margin = 0, LossReduction reduction = LossReduction.Mean)
    {
        (x1, x2) = Promotion.AlignFloating(Autocast.Full(x1), Autocast.Full(x2));
        return ((-target.To(x1.DType) * (x1 - x2)) + margin).Relu().Reduced(reduction);
    }

    /// <summary>1 - cos(x1, x2) where the target is 1, max(0, cos(x1, x2) - margin) where it is -1, along the last axis.</summary>
    /// <param name="x1">[N, D] or [D].</param>
    /// <param name="x2">The same shape.</param>
    /// <param name="target">1 or -1 for each row: [N], or a scalar.</param>
    /// <param name="margin">Cosine allowed where the target is -1.</param>
    /// <param name="reduction">How the rows' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.cosine_embedding_loss")]
    public static Tensor CosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target, double margin = 0, LossReduction reduction = LossReduction.Mean)
    {
        const double Epsilon = 1e-12;
        if (x1.Rank is not (1 or 2) || x1.Shape != x2.Shape || target.Shape != new Shape(x1.Shape.Span[..^1]))
            throw new ShapeMismatchException($"CosineEmbeddingLoss expects two inputs [N, D] and targets [N] (or [D] and a scalar); got {x1.Shape}, {x2.Shape} and {target.Shape}.", nameof(target));
        (x1, x2) = Promotion.AlignFloating(Autocast.Full(x1), Autocast.Full(x2));
        Tensor cosine = (x1 * x2).Sum(-1) / ((x1.Square().Sum(-1) + Epsilon) * (x2.Square().Sum(-1) + Epsilon)).Sqrt();
        Tensor held = target.Detach();
        return (held.Equal(1).Where(1 - cosine, 0) + held.Equal(-1).Where((cosine - margin).Relu(), 0)).Reduced(reduction);
    }

    /// <summary>max(0, |anchor - positive| - |anchor - negative| + margin) along the last axis. Schroff, Kalenichenko and Philbin (2015).</summary>
    /// <param name="anchor">[N, D] or [D].</param>
    /// <param name="positive">What should be near; broadcasts with it.</param>
    /// <param name="negative">What should be far; broadcasts with it.</param>
    /// <param name="margin">Distance wanted between the two; positive.</param>
    /// <param name="p">Order of the norm.</param>
    /// <param name="epsilon">Added to differences, which keeps the gradient of equal vectors finite.</param>
    /// <param name="swap">Take the distance of positive and negative where it is smaller (Balntas et al. 2016)?</param>
    /// <param name="reduction">How the rows' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [Export("nn.functional.triplet_margin_loss")]
    public static Tensor TripletMarginLoss(
        Tensor anchor, Tensor positive, Tensor negative, double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false, LossReduction reduction = LossReduction.Mean) =>
        TripletMarginWithDistanceLoss(anchor, positive, negative, (a, b) => PairwiseDistance(a, b, p, epsilon), margin, swap, reduction);

    /// <summary>As <see cref="TripletMarginLoss"/> with a distance of one's own.</summary>
    /// <param name="anchor">[N, D].</param>
    /// <param name="positive">What should be near.</param>
    /// <param name="negative">What should be far.</param>
    /// <param name="distance">Distances of two tensors, row by row; the Euclidean one when null.</param>
    /// <param name="margin">Distance wanted between the two.</param>
    /// <param name="swap">Take the distance of positive and negative where it is smaller?</param>
    /// <param name="reduction">How the rows' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [Export("nn.functional.triplet_margin_with_distance_loss")]
    public static Tensor TripletMarginWithDistanceLoss(
        Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1, bool swap = false, LossReduction reduction = LossReduction.Mean)
    {
        distance ??= (a, b) => PairwiseDistance(a, b);
        (anchor, positive, negative) = (Autocast.Full(anchor), Autocast.Full(positive), Autocast.Full(negative));
        Tensor near = distance(anchor, positive), far = distance(anchor, negative);
        if (swap) far = far.Minimum(distance(positive, negative));
        return (near - far + margin).Relu().Reduced(reduction);
    }
}
