using System.Numerics;
using Nabla.Kernels.Convolution;

namespace Nabla;

public sealed unsafe partial class CpuBackend
{
    /// <inheritdoc/>
    public void Convolve(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor y, bool relu)
    {
        if (y.DType == DType.Float64) ConvolveOf<double>(geometry, x, w, bias, y, relu);
        else if (y.DType == DType.Float32) ConvolveOf<float>(geometry, x, w, bias, y, relu);
        else
        {
            using Tensor wideX = Widened(x, "convolution"), wideW = Widened(w, "convolution"), wideY = Tensor.Empty(y.Shape, DType.Float32, this);
            using Tensor? wideBias = bias is null ? null : Widened(bias, "convolution");
            ConvolveOf<float>(geometry, wideX, wideW, wideBias, wideY, relu);
            Copy(wideY, y);
        }
    }

    /// <inheritdoc/>
    public void ConvolvePrepared(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor? add, Tensor y, bool relu, ref PreparedWeights? prepared)
    {
        if (y.DType == DType.Float64) PreparedOf<double>(geometry, x, w, bias, add, y, relu, ref prepared);
        else if (y.DType == DType.Float32) PreparedOf<float>(geometry, x, w, bias, add, y, relu, ref prepared);
        else throw Unsupported("convolution with prepared weights", y.DType);
    }

    /// <inheritdoc/>
    public void ConvolveGradInput(in ConvGeometry geometry, Tensor g, Tensor w, Tensor x)
    {
        if (x.DType == DType.Float64) GradInputOf<double>(geometry, g, w, x);
        else if (x.DType == DType.Float32) GradInputOf<float>(geometry, g, w, x);
        else
        {
            using Tensor wideG = Widened(g, "convolution"), wideW = Widened(w, "convolution"), wideX = Tensor.Empty(x.Shape, DType.Float32, this);
            GradInputOf<float>(geometry, wideG, wideW, wideX);
            Copy(wideX, x);
        }
    }

    /// <inheritdoc/>
    public void ConvolveGradWeight(in ConvGeometry geometry, Tensor x, Tensor g, Tensor w)
    {
        if (w.DType == DType.Float64) GradWeightOf<double>(geometry, x, g, w);
        else if (w.DType == DType.Float32) GradWeightOf<float>(geometry, x, g, w);
        else
        {
            using Tensor wideX = Widened(x, "convolution"), wideG = Widened(g, "convolution"), wideW = Tensor.Empty(w.Shape, DType.Float32, this);
            GradWeightOf<float>(geometry, wideX, wideG, wideW);
            Copy(wideW, w);
        }
    }

    /// <summary>A half-precision tensor as a contiguous float32 one; a float32 tensor itself, under a handle of its own.</summary>
    private Tensor Widened(Tensor x, string operation)
    {
        if (x.DType == DType.Float32) return x.Alias();
        return x.DType.IsReduced() ? Widen(x) : throw Unsupported(operation, x.DType);
    }

    private static void ConvolveOf<T>(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor y, bool relu)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), pw = w.Pin<T>(), pb = Optional<T>(bias), py = y.Pin<T>();
        Kernels.Convolution.Convolution.Forward(geometry, px.Pointer, pw.Pointer, pb.Pointer, py.Pointer, relu);
    }

    private static void PreparedOf<T>(in ConvGeometry geometry, Tensor x, Tensor w, Tensor? bias, Tensor? add, Tensor y, bool relu, ref PreparedWeights? prepared)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), pw = w.Pin<T>(), pb = Optional<T>(bias), pa = Optional<T>(add), py = y.Pin<T>();
        Kernels.Convolution.Convolution.ForwardPrepared(geometry, px.Pointer, pw.Pointer, pb.Pointer, pa.Pointer, py.Pointer, relu, ref prepared);
    }

    private static void GradInputOf<T>(in ConvGeometry geometry, Tensor g, Tensor w, Tensor x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> pg = g.Pin<T>(), pw = w.Pin<T>(), px = x.Pin<T>();
        Kernels.Convolution.Convolution.GradInput(geometry, pg.Pointer, pw.Pointer, px.Pointer);
    }

    private static void GradWeightOf<T>(in ConvGeometry geometry, Tensor x, Tensor g, Tensor w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Pinned<T> px = x.Pin<T>(), pg = g.Pin<T>(), pw = w.Pin<T>();
        Kernels.Convolution.Convolution.GradWeight(geometry, px.Pointer, pg.Pointer, pw.Pointer);
    }
}
