using Nabla.Kernels.Normalization;

namespace Nabla;

public static partial class Functional
{
    /// <summary>Batch normalisation of [N, C, ...] per channel.</summary>
    /// <param name="x">Input.</param>
    /// <param name="runningMean">[C]; updated in training, used otherwise; null always normalises with the batch.</param>
    /// <param name="runningVariance">[C]; as <paramref name="runningMean"/>.</param>
    /// <param name="weight">Scale [C], or null.</param>
    /// <param name="bias">Shift [C], or null.</param>
    /// <param name="training">Normalise with the statistics of the batch?</param>
    /// <param name="momentum">Share of the batch in the running statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="relu">Follow with ReLU in the same pass.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">Training with a single value per channel.</exception>
    [Export("nn.functional.batch_norm")]
    public static Tensor BatchNorm(
        Tensor x, Tensor? runningMean, Tensor? runningVariance, Tensor? weight = null, Tensor? bias = null,
        bool training = false, double momentum = 0.1, double epsilon = 1e-5, bool relu = false) =>
        BatchNorm(x, runningMean, runningVariance, weight, bias, training, momentum, epsilon, relu ? FusedActivation.ReLU : FusedActivation.None);

    /// <summary>Batch normalisation with any activation in the same pass.</summary>
    internal static Tensor BatchNorm(
        Tensor x, Tensor? runningMean, Tensor? runningVariance, Tensor? weight, Tensor? bias, bool training, double momentum, double epsilon, FusedActivation activation)
    {
        if (x.Rank < 2) throw new ShapeMismatchException($"BatchNorm expects [N, C] or [N, C, ...]; got {x.Shape}.", nameof(x));
        long channels = x.Shape[1];
        CheckChannels("BatchNorm", channels, (runningMean, nameof(runningMean)), (runningVariance, nameof(runningVariance)), (weight, nameof(weight)), (bias, nameof(bias)));
        if (!training && (runningMean is null || runningVariance is null)) throw new ArgumentException("BatchNorm needs running statistics outside training.", nameof(runningMean));
        bool affine = weight is not null || bias is not null;
        weight ??= affine ? Tensor.Ones([channels], x.DType, x.Backend) : null;
        bias ??= affine ? Tensor.Zeros([channels], x.DType, x.Backend) : null;
        if (!training)
        {
            BatchNormInferenceOp inference = new(epsilon, affine, activation);
            return affine ? inference.Apply(x, runningMean!, runningVariance!, weight!, bias!) : inference.Apply(x, runningMean!, runningVariance!);
        }
        long count = channels == 0 ? 0 : x.Count / channels;
        if (count < 2) throw new ArgumentException($"BatchNorm needs more than one value per channel in training; got an input of shape {x.Shape}.", nameof(x));
        BatchNormOp op = new(epsilon, affine, activation);
        Tensor y = affine ? op.Apply(x, weight!, bias!) : op.Apply(x);
        if (runningMean is not null && runningVariance is not null && x.HasData)
        {
            using GradMode.Restore mode = GradMode.NoGrad();
            using TensorScope scope = TensorScope.Open();
            Track(runningMean, op.Statistics!, 0, momentum, 1);
            Track(runningVariance, op.Statistics!, 1, momentum, count / (count - 1.0));
        }
        return y;
    }

    private static void Track(Tensor running, Tensor statistics, int row, double momentum, double factor)
    {
        if (running.Backend is IFusedNorms norms && running.HasData && running.IsContiguous && running.DType == statistics.DType)
            norms.TrackStatistic(running, statistics, row, momentum, factor);
        else
            running.MultiplyInPlace(1 - momentum).AddInPlace(statistics.Select(0, row) * (momentum * factor));
    }

    /// <summary>Layer normalisation over the last axes.</summary>
    /// <param name="x">[..., normalised...].</param>
    /// <param name="normalized">The extents normalised together; the last of x.</param>
    /// <param name="weight">Scale of that shape, or null.</param>
    /// <param name="bias">Shift of that shape, or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    [Export("nn.functional.layer_norm")]
    public static Tensor LayerNorm(Tensor x, Shape normalized, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        if (normalized.Rank == 0 || x.Rank < normalized.Rank || !x.Shape.Span[^normalized.Rank..].SequenceEqual(normalized.Span))
            throw new ShapeMismatchException($"LayerNorm over {normalized} expects an input ending in these extents; got {x.Shape}.", nameof(x));
        if (weight is not null && weight.Shape != normalized) throw new ShapeMismatchException($"LayerNorm expects a weight of shape {normalized}; got {weight.Shape}.", nameof(weight));
        if (bias is not null && bias.Shape != normalized) throw new ShapeMismatchException($"LayerNorm expects a bias of shape {normalized}; got {bias.Shape}.", nameof(bias));
        LayerNormOp op = new(normalized.Count, epsilon, weight is not null, bias is not null);
        return (weight, bias) switch
        {
            (null, null) => op.Apply(x),
            (not null, null) => op.Apply(x, weight),
            (null, not null) => op.Apply(x, bias),
            _ => op.Apply(x, weight, bias),
        };
    }

    /// <summary>Normalisation of each group of channels of each sample of [N, C, ...].</summary>
    /// <param name="x">Input.</param>
    /// <param name="groups">Number of groups; divides C.</param>
    /// <param name="weight">Scale [C], or null.</param>
    /// <param name="bias">Shift [C], or null.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    [Export("nn.functional.group_norm")]
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
    {
        if (x.Rank < 2) throw new ShapeMismatchException($"GroupNorm expects [N, C] or [N, C, ...]; got {x.Shape}.", nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        long channels = x.Shape[1];
        if (channels % groups != 0) throw new ArgumentException($"GroupNorm: {channels} channels cannot be divided among {groups} groups.", nameof(groups));
        CheckChannels("GroupNorm", channels, (weight, nameof(weight)), (bias, nameof(bias)));
        if (weight is null && bias is null) return new GroupNormOp(groups, epsilon, false).Apply(x);
        return new GroupNormOp(groups, epsilon, true).Apply(
            x, weight ?? Tensor.Ones([channels], x.DType, x.Backend), bias ?? Tensor.Zeros([channels], x.DType, x.Backend));
    }

    private static void CheckChannels(string name, long channels, params ReadOnlySpan<(Tensor? Value, string Name)> vectors)
    {
        foreach ((Tensor? value, string argument) in vectors)
        {
            if (value is not null && value.Shape != new Shape(channels))
                throw new ShapeMismatchException($"{name} expects {argument} of shape [{channels}]; got {value.Shape}.", argument);
        }
    }
}
