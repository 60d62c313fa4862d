using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>
/// A convolution with the batch normalisation after it folded into its weights: w' = w·s, b' = (b - mean)·s + shift with s = scale/√(variance + ε).
/// Holds for evaluation, until one of the values changes.
/// </summary>
internal sealed class FoldedConvolution
{
    private readonly (Storage? Storage, int Version)[] _sources;
    private readonly Tensor _weight, _bias;
    private PreparedWeights? _prepared;

    private FoldedConvolution(Conv2d conv, BatchNormBase norm, double epsilon)
    {
        using GradMode.Restore mode = GradMode.NoGrad();
        using TensorScope scope = TensorScope.Open();
        _sources = Sources(conv, norm);
        Tensor scale = (norm.RunningVariance!.Value + epsilon).Rsqrt(), shift = -norm.RunningMean!.Value;
        if (norm.Weight is not null) scale *= norm.Weight.Value;
        if (conv.Bias is not null) shift += conv.Bias.Value;
        shift *= scale;
        if (norm.Bias is not null) shift += norm.Bias.Value;
        _weight = (conv.Weight.Value * scale.Reshape(-1, 1, 1, 1)).Persist();
        _bias = shift.Contiguous().Persist();
    }

    /// <summary>The convolution with its normalisation, another tensor added if given, and ReLU if asked; <paramref name="folded"/> is made anew when it is out of date.</summary>
    public static Tensor Run(ref FoldedConvolution? folded, Conv2d conv, BatchNormBase norm, double epsilon, Tensor x, Tensor? add, bool relu)
    {
        FoldedConvolution? current = Volatile.Read(ref folded);
        if (current is null || !current._sources.AsSpan().SequenceEqual(Sources(conv, norm)))
        {
            current = new(conv, norm, epsilon);
            Volatile.Write(ref folded, current);
        }
        return conv.Convolve(x, current._weight, current._bias, add, relu, ref current._prepared);
    }

    private static (Storage? Storage, int Version)[] Sources(Conv2d conv, BatchNormBase norm) =>
    [
        Source(conv.Weight.Value), Source(conv.Bias?.Value), Source(norm.Weight?.Value), Source(norm.Bias?.Value), Source(norm.RunningMean?.Value), Source(norm.RunningVariance?.Value),
    ];

    private static (Storage? Storage, int Version) Source(Tensor? value) => (value?.StorageOrNull, value?.StorageOrNull?.Version ?? 0);
}
