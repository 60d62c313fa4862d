using Nabla.Kernels.Simd;

namespace Nabla.Kernels.Convolution;

/// <summary>Convolution in one to three dimensions: forward, gradient to the input, gradient to the weight.</summary>
/// <remarks>
/// float and double. Tensors are contiguous, as <see cref="ConvGeometry"/> describes them, and must not overlap. Results have the
/// same bits for any number of threads.
/// </remarks>
public static unsafe class Convolution
{
    /// <summary>
    /// Whether 3x3 convolutions of stride 1 in float may use Winograd's F(4x4, 3x3) where it is faster (the forward pass and the
    /// gradient to the input); true unless changed. Its errors stay below 2e-6 of the largest sum Σ|x w| of the pass, larger than those of the plain sum.
    /// An infinite input makes the whole 4x4 tile of results that reads it NaN.
    /// </summary>
    public static bool UseWinograd { get; set; } = true;

    /// <summary>y = x * w + bias, and max(0, y) if asked for.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">Sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="w">Weight.</param>
    /// <param name="bias">One value per output channel, or null.</param>
    /// <param name="y">Receives the output; its old content does not matter.</param>
    /// <param name="relu">Whether to replace negative outputs by zero; NaN stays NaN.</param>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public static void Forward<T>(in ConvGeometry g, T* x, T* w, T* bias, T* y, bool relu)
        where T : unmanaged
    {
        Check<T>();
        if (g.OutputCount == 0)
            return;
        if (Lanes512<T>.IsAccelerated)
            ConvolutionChooser<Lanes512<T>, T>.Forward(g, x, w, bias, y, relu);
        else if (Lanes256<T>.IsAccelerated)
            ConvolutionChooser<Lanes256<T>, T>.Forward(g, x, w, bias, y, relu);
        else if (Lanes128<T>.IsAccelerated)
            ConvolutionChooser<Lanes128<T>, T>.Forward(g, x, w, bias, y, relu);
        else
            ConvolutionChooser<Lanes1<T>, T>.Forward(g, x, w, bias, y, relu);
    }

    /// <summary>y = x * w + bias + add, and max(0, y) if asked for, with weights that stay the same from call to call.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">Sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="w">Weight.</param>
    /// <param name="bias">One value per output channel, or null.</param>
    /// <param name="add">A tensor of the output's shape that is added before the ReLU, or null; it must not overlap y.</param>
    /// <param name="y">Receives the output; its old content does not matter.</param>
    /// <param name="relu">Whether to replace negative outputs by zero; NaN stays NaN.</param>
    /// <param name="prepared">Null at the first call with these weights; filled where a kernel gains by it. The caller drops it when the weights change.</param>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    /// <remarks>Winograd's method is chosen more often than by <see cref="Forward"/>, because its transform of the weights is paid once; see <see cref="UseWinograd"/> for its errors.</remarks>
    public static void ForwardPrepared<T>(in ConvGeometry g, T* x, T* w, T* bias, T* add, T* y, bool relu, ref PreparedWeights? prepared)
        where T : unmanaged
    {
        Check<T>();
        if (g.OutputCount == 0)
            return;
        if (Lanes512<T>.IsAccelerated)
            ConvolutionChooser<Lanes512<T>, T>.ForwardPrepared(g, x, w, bias, add, y, relu, ref prepared);
        else if (Lanes256<T>.IsAccelerated)
            ConvolutionChooser<Lanes256<T>, T>.ForwardPrepared(g, x, w, bias, add, y, relu, ref prepared);
        else if (Lanes128<T>.IsAccelerated)
            ConvolutionChooser<Lanes128<T>, T>.ForwardPrepared(g, x, w, bias, add, y, relu, ref prepared);
        else
            ConvolutionChooser<Lanes1<T>, T>.ForwardPrepared(g, x, w, bias, add, y, relu, ref prepared);
    }

    /// <summary>Gradient to the input; also the forward pass of the transposed convolution.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">Sizes of the convolution.</param>
    /// <param name="gy">Gradient to the output.</param>
    /// <param name="w">Weight.</param>
    /// <param name="gx">Receives the gradient to the input; its old content does not matter.</param>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public static void GradInput<T>(in ConvGeometry g, T* gy, T* w, T* gx)
        where T : unmanaged
    {
        Check<T>();
        if (g.InputCount == 0)
            return;
        if (Lanes512<T>.IsAccelerated)
            ConvolutionChooser<Lanes512<T>, T>.GradInput(g, gy, w, gx);
        else if (Lanes256<T>.IsAccelerated)
            ConvolutionChooser<Lanes256<T>, T>.GradInput(g, gy, w, gx);
        else if (Lanes128<T>.IsAccelerated)
            ConvolutionChooser<Lanes128<T>, T>.GradInput(g, gy, w, gx);
        else
            ConvolutionChooser<Lanes1<T>, T>.GradInput(g, gy, w, gx);
    }

    /// <summary>Gradient to the weight, summed over the batch.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="g">Sizes.</param>
    /// <param name="x">Input.</param>
    /// <param name="gy">Gradient to the output.</param>
    /// <param name="gw">Receives the gradient to the weight; its old content does not matter.</param>
    /// <exception cref="NotSupportedException">The element type is neither float nor double.</exception>
    public static void GradWeight<T>(in ConvGeometry g, T* x, T* gy, T* gw)
        where T : unmanaged
    {
        Check<T>();
        if (g.WeightCount == 0)
            return;
        if (Lanes512<T>.IsAccelerated)
            ConvolutionChooser<Lanes512<T>, T>.GradWeight(g, x, gy, gw);
        else if (Lanes256<T>.IsAccelerated)
            ConvolutionChooser<Lanes256<T>, T>.GradWeight(g, x, gy, gw);
        else if (Lanes128<T>.IsAccelerated)
            ConvolutionChooser<Lanes128<T>, T>.GradWeight(g, x, gy, gw);
        else
            ConvolutionChooser<Lanes1<T>, T>.GradWeight(g, x, gy, gw);
    }

    private static void Check<T>()
        where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"Convolutions of {typeof(T)} are not supported: float and double are.");
    }
}
