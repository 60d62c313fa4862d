using Nabla.Kernels.Convolution;

namespace Nabla;

/// <summary>Convolution over 1 to 3 spatial axes; contiguous [N, C, spatial...].</summary>
[Export("backends.IConvolutionBackend")]
public interface IConvolutionBackend
{
    /// <summary>y = x ⋆ w + bias, optionally through ReLU.</summary>
    void Convolve(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor y, bool relu);

    /// <summary>
    /// As <see cref="Convolve"/>, with <paramref name="add"/>, contiguous and of y's shape, added before the ReLU, and with weights that stay the same from call to call:
    /// <paramref name="prepared"/>, null at first, keeps what a kernel makes of them.
    /// </summary>
    void ConvolvePrepared(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor? add, Tensor y, bool relu, ref PreparedWeights? prepared)
    {
        Convolve(geometry, x, w, bias, y, relu && add is null);
        if (add is null) return;
        using Tensor sum = relu ? y.AddRelu(add) : y + add;
        y.Backend.Copy(sum, y);
    }

    /// <summary>Gradient with respect to the input; also the transposed convolution.</summary>
    void ConvolveGradInput(in ConvGeometry geometry, Tensor g, Tensor w, Tensor x);

    /// <summary>Gradient with respect to the weight.</summary>
    void ConvolveGradWeight(in ConvGeometry geometry, Tensor x, Tensor g, Tensor w);
}
