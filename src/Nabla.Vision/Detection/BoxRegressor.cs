namespace Nabla.Vision.Detection;

/// <summary>Moves and stretches proposed boxes towards the objects in them, by ridge regression on features. Girshick et al., R-CNN (2014), appendix C.</summary>
/// <remarks>
/// Learns ((gx - px)/pw, (gy - py)/ph, ln gw/pw, ln gh/ph) with centres and sizes of truths g and proposals p. Of the normal equations the smaller form is
/// solved, that of the features or that of the examples: O(min(N, D)²·max(N, D)).
/// </remarks>
[Export("vision.detection.BoxRegressor")]
public sealed class BoxRegressor
{
    private readonly Tensor _weights, _center, _offset;

    private BoxRegressor(Tensor weights, Tensor center, Tensor offset) => (_weights, _center, _offset) = (weights, center, offset);

    /// <summary>Learns from proposals that cover an object well.</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="proposals">[N, 4] (x1, y1, x2, y2).</param>
    /// <param name="truths">[N, 4]: the object of each proposal.</param>
    /// <param name="ridge">Penalty of the squared weights.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a box is empty: it has neither place nor size to learn from.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is not positive.</exception>
    [Export("vision.detection.BoxRegressor.fit")]
    public static BoxRegressor Fit(Tensor features, Tensor proposals, Tensor truths, double ridge = 1000)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (!double.IsFinite(ridge) || ridge <= 0) throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "The penalty must be a positive number.");
        long count = features.Rank == 2 ? features.Shape[0] : 0;
        if (count == 0) throw new ArgumentException($"Features [N, D] of at least one example are expected; got {features.Shape}.", nameof(features));
        Check(proposals, count, nameof(proposals));
        Check(truths, count, nameof(truths));
        using GradMode.Restore mode = GradMode.NoGrad();
        CheckFilled(proposals, nameof(proposals));
        CheckFilled(truths, nameof(truths));
        Tensor x = features.To(DType.Float64), wanted = Targets(proposals.To(DType.Float64), truths.To(DType.Float64));
        Tensor center = x.Mean([0], keepDims: true), offset = wanted.Mean([0], keepDims: true);
        (x, wanted) = (x - center, wanted - offset);
        Tensor across = x.Transpose(0, 1).Contiguous();
        Tensor weights = x.Shape[1] <= count
            ? (across.MatMul(x) + (Tensor.Eye(x.Shape[1], type: DType.Float64) * ridge)).Solve(across.MatMul(wanted))
            : across.MatMul((x.MatMul(across) + (Tensor.Eye(count, type: DType.Float64) * ridge)).Solve(wanted));
        return new(weights, center, offset);
    }

    /// <summary>The moved boxes [N, 4].</summary>
    /// <param name="features">[N, D].</param>
    /// <param name="proposals">[N, 4] (x1, y1, x2, y2).</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Apply(Tensor features, Tensor proposals)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Rank != 2 || features.Shape[1] != _weights.Shape[0]) throw new ArgumentException($"Features [N, {_weights.Shape[0]}] are expected; got {features.Shape}.", nameof(features));
        Check(proposals, features.Shape[0], nameof(proposals));
        using GradMode.Restore mode = GradMode.NoGrad();
        Tensor moves = (features.To(DType.Float64) - _center).MatMul(_weights) + _offset, boxes = proposals.To(DType.Float64);
        (Tensor place, Tensor size) = Split(boxes);
        place += moves.Narrow(1, 0, 2) * size;
        size *= moves.Narrow(1, 2, 2).Exp();
        return Tensor.Cat([place - (size / 2), place + (size / 2)], 1).To(proposals.DType);
    }

    private static Tensor Targets(Tensor proposals, Tensor truths)
    {
        ((Tensor from, Tensor size), (Tensor to, Tensor wanted)) = (Split(proposals), Split(truths));
        return Tensor.Cat([(to - from) / size, (wanted / size).Log()], 1);
    }

    /// <summary>Centres and sizes [N, 2].</summary>
    private static (Tensor Center, Tensor Size) Split(Tensor boxes)
    {
        Tensor low = boxes.Narrow(1, 0, 2), high = boxes.Narrow(1, 2, 2);
        return ((low + high) / 2, high - low);
    }

    private static void CheckFilled(Tensor boxes, string name)
    {
        double[] sizes = Split(boxes.To(DType.Float64)).Size.ToArray<double>();
        int bad = Array.FindIndex(sizes, size => !(size > 0) || !double.IsFinite(size));
        if (bad >= 0) throw new ArgumentException($"Box {bad / 2} has no area; x1 < x2 and y1 < y2 are expected.", name);
    }

    private static void Check(Tensor boxes, long count, string name)
    {
        ArgumentNullException.ThrowIfNull(boxes, name);
        if (boxes.Rank != 2 || boxes.Shape[0] != count || boxes.Shape[1] != 4) throw new ArgumentException($"Boxes [{count}, 4] (x1, y1, x2, y2) are expected; got {boxes.Shape}.", name);
    }
}
