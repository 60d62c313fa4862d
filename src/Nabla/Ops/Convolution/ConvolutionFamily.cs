using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>The operations of one geometry, made once: a training step meets the same geometries again and again.</summary>
internal sealed class ConvolutionFamily(in ConvGeometry geometry)
{
    private const int Places = 1 << 12;

    // One to a place, the last met; racing threads at worst make one twice.
    private static readonly ConvolutionFamily?[] Met = new ConvolutionFamily?[Places];

    private readonly ConvGeometry _geometry = geometry;

    /// <summary>Without a bias.</summary>
    public ConvolveOp Plain { get; } = new(geometry, false);

    /// <summary>With a bias.</summary>
    public ConvolveOp Biased { get; } = new(geometry, true);

    /// <summary>The gradient with respect to the input.</summary>
    public ConvolveGradInputOp GradInput { get; } = new(geometry);

    /// <summary>The gradient with respect to the weight.</summary>
    public ConvolveGradWeightOp GradWeight { get; } = new(geometry);

    /// <summary>The operations of a geometry.</summary>
    public static ConvolutionFamily Of(in ConvGeometry geometry)
    {
        ref ConvolutionFamily? met = ref Met[(uint)geometry.GetHashCode() % Places];
        return met is { } known && known._geometry.Equals(geometry) ? known : met = new(geometry);
    }
}
