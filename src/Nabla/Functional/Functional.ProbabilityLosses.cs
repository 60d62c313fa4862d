namespace Nabla;

public static partial class Functional
{
    /// <summary>Binary cross-entropy of probabilities: -(t·log x + (1 - t)·log(1 - x)), with logarithms not below -100.</summary>
    /// <param name="x">Probabilities, any shape.</param>
    /// <param name="target">Targets in 0..1; the same shape.</param>
    /// <param name="weight">Factors that broadcast to the shape, or null.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.binary_cross_entropy")]
    public static Tensor BinaryCrossEntropy(Tensor x, Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("BinaryCrossEntropy", x, target);
        CheckBroadcast("BinaryCrossEntropy", x, weight, nameof(weight));
        Tensor loss = new BinaryCrossEntropyOp().Apply(x, target);
        return (weight is null ? loss : loss * weight.To(x.DType)).Reduced(reduction);
    }

    /// <summary>Binary cross-entropy of scores, computed without overflow: that of their sigmoids.</summary>
    /// <param name="x">Scores, any shape.</param>
    /// <param name="target">Targets in 0..1; the same shape.</param>
    /// <param name="weight">Factors that broadcast to the shape, or null.</param>
    /// <param name="positiveWeight">Factors of the positives, such as one a class on the last axis; broadcasts. Null for none.</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.binary_cross_entropy_with_logits")]
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor x, Tensor target, Tensor? weight = null, Tensor? positiveWeight = null, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("BinaryCrossEntropyWithLogits", x, target);
        CheckBroadcast("BinaryCrossEntropyWithLogits", x, weight, nameof(weight));
        CheckBroadcast("BinaryCrossEntropyWithLogits", x, positiveWeight, nameof(positiveWeight));
        bool composed = target.IsDifferentiated || weight?.IsDifferentiated == true || positiveWeight?.IsDifferentiated == true;
        if (composed || x.Backend is not IFusedLosses)
        {
            Tensor loss = BinaryScores(x, target, positiveWeight?.To(x.DType));
            return (weight is null ? loss : loss * weight.To(x.DType)).Reduced(reduction);
        }
        Tensor scores = x.ToComputing().Contiguous();
        DType type = scores.DType;
        BinaryCrossEntropyWithLogitsOp op = new(
            Constant(target, type, x.Shape)!, Constant(weight, type, x.Shape), Constant(positiveWeight, type, x.Shape), reduction);
        return op.Apply(scores).To(x.DType);
    }

    /// <summary>Negative log-likelihood of given log-probabilities: -weight[target]·x[target].</summary>
    /// <param name="x">Log-probabilities [C], [N, C] or [N, C, ...].</param>
    /// <param name="target">Class numbers; the shape of x without C.</param>
    /// <param name="weight">Weight of each class [C], or null.</param>
    /// <param name="ignoreIndex">A class number that counts for nothing.</param>
    /// <param name="reduction">Mean divides by the weights of the targets.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The class numbers are not integers, or one is out of range.</exception>
    [Export("nn.functional.nll_loss")]
    public static Tensor NLLLoss(Tensor x, Tensor target, Tensor? weight = null, long ignoreIndex = -100, LossReduction reduction = LossReduction.Mean)
    {
        x = Autocast.Full(x);
        if (x.Rank == 0 || !x.DType.IsFloating()) throw new ShapeMismatchException($"NLLLoss expects log-probabilities [C], [N, C] or [N, C, ...]; got {x.DType.Name()} {x.Shape}.", nameof(x));
        if (!target.DType.IsInteger()) throw new ArgumentException($"NLLLoss expects integer class numbers; got {target.DType.Name()}.", nameof(target));
        Tensor scores = x.Rank == 1 ? x.Unsqueeze(0) : x;
        long n = scores.Shape[0], classes = scores.Shape[1];
        Shape positions = x.Rank == 1 ? [] : new([n, .. x.Shape.Span[2..]]);
        if (target.Shape != positions) throw new ShapeMismatchException($"NLLLoss of log-probabilities {x.Shape} expects class numbers of shape {positions}; got {target.Shape}.", nameof(target));
        if (weight is not null && weight.Shape != new Shape(classes)) throw new ShapeMismatchException($"NLLLoss expects a weight of shape [{classes}]; got {weight.Shape}.", nameof(weight));
        Tensor labels = target.ToInt64().Reshape(positions.Count), counted = labels.NotEqual(ignoreIndex);
        Tensor safe = counted.Where(labels, 0), factor = counted.To(x.DType);
        if (weight is not null) factor *= Embedding(safe, weight.To(x.DType).Unsqueeze(1)).Squeeze(1);
        Tensor rows = scores.Reshape(n, classes, x.Count / Math.Max(1, n * classes)).Transpose(1, 2).Reshape(positions.Count, classes);
        Tensor losses = -(rows.Gather(1, safe.Unsqueeze(1)).Squeeze(1) * factor);
        return reduction switch
        {
            LossReduction.None => losses.Reshape(positions),
            LossReduction.Sum => losses.Sum(),
            _ => losses.Sum() / factor.Sum(),
        };
    }

    /// <summary>Kullback-Leibler divergence: target·(log target - x).</summary>
    /// <param name="x">Log-probabilities, any shape.</param>
    /// <param name="target">Probabilities, or their logarithms; the same shape.</param>
    /// <param name="logTarget">Are the targets logarithms?</param>
    /// <param name="reduction">How the elements' losses become one number.</param>
    /// <param name="batchMean">Divide the sum by the first extent, which is the divergence as mathematics defines it; overrides <paramref name="reduction"/>.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    [Export("nn.functional.kl_div")]
    public static Tensor KLDivLoss(Tensor x, Tensor target, bool logTarget = false, LossReduction reduction = LossReduction.Mean, bool batchMean = false)
    {
        (x, target) = Pair("KLDivLoss", x, target);
        Tensor loss;
        if (logTarget)
        {
            loss = target.Exp() * (target - x);
        }
        else
        {
            Tensor none = target.Detach().Equal(0);
            loss = none.Where(0, target * none.Where(1, target).Log()) - (target * x);
        }
        return batchMean ? loss.Sum() / (x.Rank == 0 ? 1 : x.Shape[0]) : loss.Reduced(reduction);
    }

    /// <summary>(1 - t)·x + (1 + (p - 1)·t)·log(1 + e^-x), written so that nothing overflows.</summary>
    private static Tensor BinaryScores(Tensor x, Tensor target, Tensor? positive)
    {
        Tensor factor = positive is null ? Tensor.Ones([], x.DType, x.Backend) : ((positive - 1) * target) + 1;
        return ((1 - target) * x) - (factor * x.LogSigmoid());
    }

    /// <summary>A row-major handle without history that no scope disposes, for an op to hold.</summary>
    private static Tensor? Constant(Tensor? x, DType type, Shape shape) => x?.To(type).BroadcastTo(shape).Contiguous().Detach().Persist();

    private static void CheckBroadcast(string name, Tensor x, Tensor? weight, string argument)
    {
        if (weight is null || weight.Shape == x.Shape) return;
        if (weight.Rank > x.Rank || Shape.Broadcast(weight.Shape, x.Shape) != x.Shape)
            throw new ShapeMismatchException($"{name} of shape {x.Shape} expects a {argument} that broadcasts to it; got {weight.Shape}.", argument);
    }
}
