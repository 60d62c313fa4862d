namespace Nabla;

public static partial class Functional
{
    /// <summary>Cross-entropy of unnormalised scores with targets.</summary>
    /// <param name="x">Scores [C], [N, C] or [N, C, ...].</param>
    /// <param name="target">Class numbers (an integer dtype; the shape of x without C), or probabilities (the shape of x).</param>
    /// <param name="weight">Weight of each class [C], or null.</param>
    /// <param name="ignoreIndex">A class number that counts for nothing.</param>
    /// <param name="reduction">Mean divides by the weights of the targets.</param>
    /// <param name="labelSmoothing">Share spread evenly over all classes, 0..1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in 0..1, or a target is not a class.</exception>
    [Export("nn.functional.cross_entropy")]
    public static Tensor CrossEntropy(
        Tensor x, Tensor target, Tensor? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean, double labelSmoothing = 0)
    {
        if (labelSmoothing is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Label smoothing must be in 0..1.");
        x = Autocast.Full(x);
        if (x.Rank == 0 || !x.DType.IsFloating()) throw new ShapeMismatchException($"CrossEntropy expects floating-point scores [C], [N, C] or [N, C, ...]; got {x.DType.Name()} {x.Shape}.", nameof(x));
        bool probabilities = target.DType.IsFloating();
        Tensor scores = x.Rank == 1 ? x.Unsqueeze(0) : x;
        long n = scores.Shape[0], classes = scores.Shape[1];
        Shape positions = x.Rank == 1 ? [] : new([n, .. x.Shape.Span[2..]]);
        Shape expected = probabilities ? x.Shape : positions;
        if (target.Shape != expected)
            throw new ShapeMismatchException($"CrossEntropy of scores {x.Shape} expects {(probabilities ? "probabilities" : "class numbers")} of shape {expected}; got {target.Shape}.", nameof(target));
        if (weight is not null && weight.Shape != new Shape(classes))
            throw new ShapeMismatchException($"CrossEntropy expects a weight of shape [{classes}]; got {weight.Shape}.", nameof(weight));
        if (probabilities && target.IsDifferentiated) return ComposedCrossEntropy(scores, target.Reshape(scores.Shape), weight, reduction, labelSmoothing);

        DType type = x.DType;
        Tensor flat = scores.Reshape(n, classes, x.Count / Math.Max(1, n * classes)).ToComputing().Contiguous();
        Tensor targets = (probabilities ? target.To(flat.DType).Reshape(flat.Shape) : target.ToInt64().Reshape(n, flat.Shape[2])).Contiguous().Detach().Persist();
        CrossEntropyOp op = new(targets, weight?.To(flat.DType).Contiguous().Detach().Persist(), ignoreIndex, labelSmoothing, reduction);
        Tensor loss = op.Apply(flat).To(type);
        return reduction == LossReduction.None ? loss.Reshape(positions) : loss;
    }

    /// <summary>The formula written out, for targets that want a gradient too.</summary>
    private static Tensor ComposedCrossEntropy(Tensor x, Tensor target, Tensor? weight, LossReduction reduction, double smoothing)
    {
        long classes = x.Shape[1];
        Tensor q = (target * (1 - smoothing)) + (smoothing / classes);
        if (weight is not null) q *= weight.Reshape([1, classes, .. Enumerable.Repeat(1L, x.Rank - 2)]);
        Tensor losses = -(x.LogSoftmax(1) * q).Sum(1);
        return reduction switch
        {
            LossReduction.None => losses,
            LossReduction.Sum => losses.Sum(),
            _ => losses.Sum() / losses.Count,
        };
    }

    /// <summary>Half-precision values as float32, which fused kernels compute in.</summary>
    private static Tensor ToComputing(this Tensor x) => x.DType.IsReduced() ? x.To(DType.Float32) : x;
}
