namespace Nabla;

public static partial class Functional
{
    /// <summary>Σ max(0, margin - x[target] + x[j])^p / C over the other classes j, times the weight of the target.</summary>
    /// <param name="x">Scores [N, C] or [C].</param>
    /// <param name="target">Class numbers [N], or a scalar.</param>
    /// <param name="p">1 or 2.</param>
    /// <param name="margin">Distance wanted.</param>
    /// <param name="weight">Weight of each class [C], or null.</param>
    /// <param name="reduction">How the rows' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">p is neither 1 nor 2, or the class numbers are not integers.</exception>
    [Export("nn.functional.multi_margin_loss")]
    public static Tensor MultiMarginLoss(Tensor x, Tensor target, int p = 1, double margin = 1, Tensor? weight = null, LossReduction reduction = LossReduction.Mean)
    {
        if (p is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(p), p, "MultiMarginLoss' exponent must be 1 or 2.");
        x = Autocast.Full(x);
        (Tensor rows, Tensor labels) = Classes("MultiMarginLoss", x, target, x.Rank == 0 ? [] : new Shape(x.Shape.Span[..^1]));
        long classes = rows.Shape[1];
        if (labels.HasData && labels.Count > 0 && labels.Less(0).Any().Item<bool>()) throw new ArgumentOutOfRangeException(nameof(target), "MultiMarginLoss expects class numbers that are not negative.");
        if (weight is not null && weight.Shape != new Shape(classes)) throw new ShapeMismatchException($"MultiMarginLoss expects a weight of shape [{classes}]; got {weight.Shape}.", nameof(weight));
        Tensor gaps = (rows - rows.Gather(1, labels) + margin).Relu();
        if (p == 2) gaps = gaps.Square();
        if (weight is not null) gaps *= weight.To(x.DType).Gather(0, labels.Squeeze(1)).Unsqueeze(1);
        Tensor own = labels.Equal(Tensor.Arange(0, classes, type: DType.Int64));
        Tensor losses = own.Where(0, gaps).Sum(1) / classes;
        return (x.Rank == 1 ? losses.Reshape([]) : losses).Reduced(reduction);
    }

    /// <summary>Σ max(0, 1 - x[i] + x[j]) / C over target classes i and other classes j.</summary>
    /// <param name="x">Scores [N, C] or [C].</param>
    /// <param name="target">Class numbers of the same shape; what follows the first negative number counts for nothing.</param>
    /// <param name="reduction">How the rows' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The class numbers are not integers.</exception>
    [Export("nn.functional.multilabel_margin_loss")]
    public static Tensor MultilabelMarginLoss(Tensor x, Tensor target, LossReduction reduction = LossReduction.Mean)
    {
        x = Autocast.Full(x);
        (Tensor rows, Tensor labels) = Classes("MultilabelMarginLoss", x, target, x.Shape);
        long classes = rows.Shape[1];
        // A label counts while no negative one came before it.
        Tensor counted = labels.Less(0).To(DType.Int64).CumSum(1).Equal(0);
        Tensor safe = counted.Where(labels, 0), wanted = Tensor.Zeros(rows.Shape, DType.Int64).ScatterAdd(1, safe, counted.To(DType.Int64)).Greater(0);
        Tensor gaps = (1 - rows.Gather(1, safe).Unsqueeze(2) + rows.Unsqueeze(1)).Relu();
        Tensor losses = counted.Unsqueeze(2).LogicalAnd(wanted.LogicalNot().Unsqueeze(1)).Where(gaps, 0).Sum([1, 2]) / classes;
        return (x.Rank == 1 ? losses.Reshape([]) : losses).Reduced(reduction);
    }

    /// <summary>Mean over the classes of the binary cross-entropy of scores.</summary>
    /// <param name="x">Scores [..., C].</param>
    /// <param name="target">1 for the classes present, else 0; the same shape.</param>
    /// <param name="weight">Factors that broadcast to the shape, such as one a class; or null.</param>
    /// <param name="reduction">How the rows' losses become one number.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.multilabel_soft_margin_loss")]
    public static Tensor MultilabelSoftMarginLoss(Tensor x, Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean)
    {
        (x, target) = Pair("MultilabelSoftMarginLoss", x, target);
        if (x.Rank == 0) throw new ShapeMismatchException("MultilabelSoftMarginLoss expects an axis of classes; got a scalar.", nameof(x));
        CheckBroadcast("MultilabelSoftMarginLoss", x, weight, nameof(weight));
        Tensor losses = -((target * x.LogSigmoid()) + ((1 - target) * (-x).LogSigmoid()));
        if (weight is not null) losses *= weight.To(x.DType);
        return losses.Mean(-1).Reduced(reduction);
    }

    /// <summary>Scores as rows [N, C], and labels as int64 rows.</summary>
    private static (Tensor Rows, Tensor Labels) Classes(string name, Tensor x, Tensor target, Shape expected)
    {
        if (!target.DType.IsInteger()) throw new ArgumentException($"{name} expects integer class numbers; got {target.DType.Name()}.", nameof(target));
        if (x.Rank is not (1 or 2) || !x.DType.IsFloating()) throw new ShapeMismatchException($"{name} expects scores [N, C] or [C]; got {x.DType.Name()} {x.Shape}.", nameof(x));
        if (target.Shape != expected) throw new ShapeMismatchException($"{name} of scores {x.Shape} expects class numbers of shape {expected}; got {target.Shape}.", nameof(target));
        Tensor rows = x.Rank == 1 ? x.Unsqueeze(0) : x;
        return (rows, target.ToInt64().Reshape(rows.Shape[0], target.Count / Math.Max(1, rows.Shape[0])));
    }
}
