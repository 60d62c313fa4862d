using Nabla.Kernels.Normalization;

namespace Nabla;

/// <summary>What batch normalisation of any rank shares: scale, shift and running statistics.</summary>
[Export("nn.BatchNormBase")]
public abstract class BatchNormBase : ChannelNormBase
{
    private readonly int _least, _most;
    private readonly double? _momentum;
    private readonly double _epsilon;
    private bool _cumulative;
    private FoldedConvolution? _folded;

    private protected BatchNormBase(Weights w, int channels, int least, int most, double epsilon, double? momentum, bool affine, bool trackRunningStats)
        : base(w, channels, affine, trackRunningStats) => (_least, _most, _epsilon, _momentum) = (least, most, epsilon, momentum);

    /// <summary>x [N, C, ...] -> same shape.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, FusedActivation.None);

    /// <summary>As <see cref="Module.Call"/> followed by ReLU, in one pass unless a hook or an observer wants to see the value between.</summary>
    public Tensor CallRelu(Tensor x) => HasHooks || ModuleObserver.IsActive ? Call(x).Relu() : CallWith(x, FusedActivation.ReLU);

    /// <summary>As <see cref="Module.Call"/> with an activation in the same pass; only where nobody wants to see the value between.</summary>
    internal Tensor CallWith(Tensor x, FusedActivation activation) =>
        ModuleObserver.IsActive ? ObservedWith(x, activation) : Forward(x, activation);

    /// <summary>Forgets the running statistics; until <see cref="EndStatistics"/> they are plain means over all batches.</summary>
    internal void StartStatistics(bool cumulative)
    {
        RunningMean?.Value.ZeroInPlace();
        RunningVariance?.Value.FillInPlace(1);
        BatchesTracked?.Value.ZeroInPlace();
        _cumulative = cumulative;
    }

    /// <summary>Running statistics follow the momentum again.</summary>
    internal void EndStatistics() => _cumulative = false;

    /// <summary>A convolution, this normalisation, perhaps another tensor added, and perhaps ReLU. In evaluation without recording they are one pass with folded weights, made once.</summary>
    /// <param name="conv">The convolution, called only here.</param>
    /// <param name="x">Its input [N, C, H, W].</param>
    /// <param name="relu">Follow with ReLU?</param>
    /// <param name="add">The other branch of a residual block, added after the normalisation and before the ReLU; null for none.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <remarks>Hooks and observers see every part, at the price of separate passes.</remarks>
    public Tensor CallAfter(Conv2d conv, Tensor x, bool relu = false, Tensor? add = null)
    {
        ArgumentNullException.ThrowIfNull(conv);
        if (!IsTraining && RunningMean is not null && !HasHooks && !conv.HasHooks && conv.IsPlain && x.Rank == 4 && Foldable(x) && conv.Weight.Value.DType == x.DType && RunningMean.Value.DType == x.DType)
            return FoldedConvolution.Run(ref _folded, conv, this, _epsilon, x, add, relu);
        // Values may change before the next evaluation; do not hold on to folded ones.
        _folded = null;
        Tensor y = conv.Call(x);
        if (add is not null) return relu ? Call(y).AddRelu(add) : Call(y) + add;
        return relu ? CallRelu(y) : Call(y);
    }

    /// <summary>May passes be joined on this input: nothing is recorded, watched, or only shaped?</summary>
    internal static bool Foldable(Tensor x) =>
        !GradMode.IsEnabled && !ModuleObserver.IsActive && !OpObserver.IsActive && x.HasData && (x.DType == DType.Float32 || x.DType == DType.Float64);

    // By itself: what a lambda captures is allocated wherever its method starts.
    private Tensor ObservedWith(Tensor x, FusedActivation activation) => Observed(x, input => Forward(input, activation));

    private Tensor Forward(Tensor x, FusedActivation activation)
    {
        if (x.Rank < _least || x.Rank > _most)
            throw new ShapeMismatchException($"{GetType().Name} at '{Path}' expects an input with {(_least == _most ? $"{_least}" : $"{_least} or {_most}")} axes; got shape {x.Shape}.", nameof(x));
        double momentum = _momentum ?? 0;
        if (IsTraining && BatchesTracked is { } tracked && x.HasData)
        {
            InPlace.Increment(tracked.Value);
            if (_momentum is null || _cumulative) momentum = 1.0 / tracked.Value.Item<long>();
        }
        bool batch = IsTraining || RunningMean is null;
        return Nabla.Functional.BatchNorm(
            x, RunningMean?.Value, RunningVariance?.Value, Weight?.Value, Bias?.Value, batch, momentum, _epsilon, activation);
    }
}
